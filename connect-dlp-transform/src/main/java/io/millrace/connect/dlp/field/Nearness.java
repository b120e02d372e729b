// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.field;

import java.util.Locale;

/** Whether one name was meant by another. */
public final class Nearness {
    private static final int LETTERS_PER_SLIP = 4;

    private Nearness() {}

    /**
     * The same letters and digits, whatever their case and what stands between them; or a slip (a letter missing, too
     * many, wrong, or two swapped) for every four of them.
     */
    public static boolean isNear(String written, String other) {
        String one = letters(written);
        String two = letters(other);
        int most = Math.min(one.length(), two.length()) / LETTERS_PER_SLIP;
        return one.equals(two) || (Math.abs(one.length() - two.length()) <= most && slips(one, two) <= most);
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Damerau and Levenshtein's distance, swaps of neighbours only. */
    private static int slips(String one, String two) {
        int[][] slips = new int[one.length() + 1][two.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= two.length(); j++) {
                slips[i][j] = i == 0 || j == 0 ? i + j : cheapest(slips, one, two, i, j);
            }
        }
        return slips[one.length()][two.length()];
    }

    private static int cheapest(int[][] slips, String one, String two, int i, int j) {
        boolean same = one.charAt(i - 1) == two.charAt(j - 1);
        int least = Math.min(Math.min(slips[i - 1][j], slips[i][j - 1]) + 1, slips[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == two.charAt(j - 2) && one.charAt(i - 2) == two.charAt(j - 1);
        return swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
    }
}
