// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

/**
 * One word of a statement.
 *
 * @param text what was meant: quotes and escapes are gone; of BYTES one char per byte
 * @param position of its first character in the statement
 * @param end behind its last character
 */
record Token(Kind kind, String text, int position, int end) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        INTEGER,
        FLOAT,
        STRING,
        BYTES,
        SYMBOL,
        PARAMETER,
        END
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
