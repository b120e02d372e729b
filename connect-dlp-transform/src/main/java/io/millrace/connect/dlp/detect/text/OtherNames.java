// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/**
 * Names of a document's members that have no label in them and say what a value is: {@code "order_id":…}. What has such a name is
 * no labelled number, whatever words stand around it, so they need not be read. The same names come again and again, so what is
 * known of them is kept, by their hash: of no text a part is kept. Reused; one thread.
 */
final class OtherNames {

    private static final int LONGEST = 32;
    private static final int SLOTS = 512;
    private static final int WIDEST_GAP = 2;

    private final WordsAround words;
    private final CountedThings things;
    private final OwnName own = new OwnName();

    // Of each slot: the hash of a name, and whether it is such a name
    private final long[] hashes = new long[SLOTS];
    private final boolean[] others = new boolean[SLOTS];
    private int start;

    OtherNames(LabelWords labels, CountedThings things) {
        words = new WordsAround(labels);
        this.things = things;
    }

    /** True when the value that begins there has such a name right before it: in quotes and a colon, or bare and an equals sign. */
    boolean isBefore(char[] chars, int value) {
        int mark = value - 1;
        while (mark > 0 && value - mark <= WIDEST_GAP && (chars[mark] == '"' || chars[mark] == ' ')) {
            mark--;
        }
        if (mark < 1) {
            return false;
        }
        if (chars[mark] == ':') {
            return chars[mark - 1] == '"' && isOne(chars, value, quoteBefore(chars, mark - 1), mark - 1);
        }
        return chars[mark] == '=' && isOne(chars, value, nameStart(chars, mark), mark);
    }

    /** Where the name begins that was found last. */
    int start() {
        return start;
    }

    private static int quoteBefore(char[] chars, int end) {
        int from = end;
        while (from > 0 && end - from <= LONGEST && chars[from - 1] != '"') {
            from--;
        }
        return from;
    }

    private static int nameStart(char[] chars, int end) {
        int from = end;
        while (from > 0 && end - from <= LONGEST && OwnName.isOfName(chars[from - 1])) {
            from--;
        }
        return from;
    }

    private boolean isOne(char[] chars, int value, int from, int to) {
        int length = to - from;
        if (length < 1 || length > LONGEST) {
            return false;
        }
        start = from;
        long hash = hash(chars, from, to);
        int slot = (int) (hash ^ hash >>> 29) & SLOTS - 1;
        if (hashes[slot] != hash) {
            hashes[slot] = hash;
            others[slot] = isOther(chars, value, from, to);
        }
        return others[slot];
    }

    /** FNV-1a of 64 bits, by characters (Fowler, Noll, Vo; IETF draft-eastlake-fnv). */
    private static long hash(char[] chars, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ chars[i]) * 0x100000001b3L;
        }
        return hash;
    }

    private boolean isOther(char[] chars, int value, int from, int to) {
        return own.findAt(chars, value)
                && own.start() == from
                && own.end() == to
                && !own.isVague()
                && (!own.isPointer() || things.isNamed(own.name()))
                && !words.areIn(chars, from, to);
    }
}
