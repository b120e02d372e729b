// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB's refusals as BigQuery's {@code invalidQuery}. DuckDB has no error codes, so its text is all there is. */
final class SqlFailure {
    private static final Pattern NOISE = Pattern.compile(
            "^(Invalid Input Error: )?(Attempting to execute an unsuccessful or closed pending query result\\s*Error: )?",
            Pattern.DOTALL);
    private static final Pattern JAVA_CAUSE =
            Pattern.compile("[\\w.$]*WarehouseException: (.*?)(\\n\\s*at .*)?$", Pattern.DOTALL);

    private SqlFailure() {}

    static WarehouseException of(SQLException refused) {
        String text = refused.getMessage() == null ? "query failed" : refused.getMessage();
        Matcher fromFunction = JAVA_CAUSE.matcher(text);
        String message = fromFunction.find() ? fromFunction.group(1) : withoutNoise(text);
        return new WarehouseException(WarehouseException.Reason.INVALID_QUERY, message, refused);
    }

    private static String withoutNoise(String text) {
        String message = NOISE.matcher(text).replaceFirst("");
        int stack = message.indexOf("\n\tat ");
        message = stack < 0 ? message : message.substring(0, stack);
        int excerpt = message.indexOf("\nLINE ");
        return (excerpt < 0 ? message : message.substring(0, excerpt)).strip();
    }
}
