// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

/** Things that are counted with long numbers, of which some have the check digit of a card. */
final class CountedThings {

    private static final int WORDS = 3;
    private static final int WIDEST_GAP = 4;

    private final WordIndex things = WordIndex.of(
            "order",
            "orders",
            "orderid",
            "invoice",
            "invoices",
            "receipt",
            "receipts",
            "sku",
            "ean",
            "gtin",
            "upc",
            "isbn",
            "barcode",
            "barcodes",
            "tracking",
            "shipment",
            "parcel",
            "serial",
            "ticket",
            "voucher",
            "coupon",
            "batch",
            "lot",
            "article",
            "product",
            "item",
            "request",
            "trace",
            "span",
            "session",
            "event",
            "message",
            "bestellung",
            "rechnung",
            "commande",
            "pedido");

    // What counts things and may as well hold others: a message, an item
    private final WordIndex containers =
            WordIndex.of("message", "event", "item", "session", "request", "product", "span", "trace");

    /** True when one of the words right before says so. */
    boolean isBefore(char[] chars, int start) {
        return lastBefore(chars, start, true) >= 0;
    }

    /**
     * Where the last of the words right before begins that says so, or -1.
     *
     * @param any whether words count that other things may be in
     */
    int lastBefore(char[] chars, int start, boolean any) {
        int end = start;
        for (int word = 0; word < WORDS; word++) {
            int gap = end;
            while (end > 0 && gap - end < WIDEST_GAP && !Chars.isWordLetter(chars[end - 1])) {
                end--;
            }
            int from = end;
            while (from > 0 && Chars.isWordLetter(chars[from - 1]) && end - from < WordIndex.LONGEST) {
                from--;
            }
            if (things.contains(chars, from, end) && (any || !containers.contains(chars, from, end))) {
                return from;
            }
            end = from;
        }
        return -1;
    }

    /** True when a name says so. */
    boolean isNamed(String name) {
        char[] chars = name.toCharArray();
        int start = 0;
        for (int i = 1; i <= chars.length; i++) {
            boolean seam = i == chars.length
                    || !Chars.isWordLetter(chars[i])
                    || (Chars.isUpper(chars[i]) && Chars.isLower(chars[i - 1]));
            if (seam) {
                start = Chars.isWordLetter(chars[start]) ? start : start + 1;
                if (things.contains(chars, start, i)) {
                    return true;
                }
                start = i;
            }
        }
        return false;
    }
}
