// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import java.util.Locale;

/** The way in: one statement of GoogleSQL, read and translated. */
public final class GoogleSql {
    private GoogleSql() {}

    /** Refuses syntax it does not know as {@code invalidQuery}, constructs it does not do by name. */
    public static Statement parse(String sql, Relations relations) {
        TokenStream tokens = new TokenStream(sql);
        Queries queries = new Queries(tokens, relations);
        Statement statement = statement(tokens, relations, queries);
        tokens.acceptSymbol(";");
        if (!tokens.atEnd()) {
            if (tokens.peek(0).kind() == Token.Kind.WORD && sql.indexOf(';') >= 0 && tokens.lastEnd() > 0) {
                throw Functions.unsupported("more than one statement (scripting)");
            }
            throw tokens.unexpected("Expected end of input");
        }
        return statement;
    }

    /** One expression, as a column's default is. */
    public static String parseExpression(String sql, Relations relations) {
        TokenStream tokens = new TokenStream(sql);
        String text = new Queries(tokens, relations).expressions().read();
        if (!tokens.atEnd()) {
            throw tokens.unexpected("Expected end of input");
        }
        return text;
    }

    private static Statement statement(TokenStream tokens, Relations relations, Queries queries) {
        if (Queries.startsQuery(tokens)) {
            return new Statement.Query(queries.query());
        }
        DataStatements data = new DataStatements(tokens, relations, queries);
        SchemaStatements schema = new SchemaStatements(tokens, relations, queries);
        String first = tokens.peek().text().toUpperCase(Locale.ROOT);
        return switch (first) {
            case "INSERT" -> data.insert();
            case "UPDATE" -> data.update();
            case "DELETE" -> data.delete();
            case "MERGE" -> data.merge();
            case "TRUNCATE" -> data.truncate();
            case "CREATE" -> schema.create();
            case "ALTER" -> schema.alter();
            case "DROP" -> schema.drop();
            case "DECLARE", "BEGIN", "SET", "CALL", "EXECUTE", "EXPORT", "LOAD", "GRANT", "REVOKE", "ASSERT", "FROM" ->
                throw Functions.unsupported("the statement " + first);
            default -> throw tokens.unexpected("Expected a statement");
        };
    }
}
