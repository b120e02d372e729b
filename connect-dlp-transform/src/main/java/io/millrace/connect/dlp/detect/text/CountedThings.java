// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import java.util.List;

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
            "pedido",
            "version",
            "build",
            "release",
            "part",
            "partno",
            "mpn",
            "asin",
            "model",
            "catalog",
            "catalogue",
            "stock",
            "asset",
            "artikel",
            "artikelnr",
            "artikelnummer",
            "bestellnr",
            "bestellnummer",
            "auftrag",
            "auftragsnr",
            "auftragsnummer",
            "rechnungsnr",
            "rechnungsnummer",
            "sendung",
            "sendungsnummer",
            "seriennummer",
            "facture",
            "colis",
            "factura",
            "fattura",
            "fatura",
            "faktura",
            "ordine",
            "zamówienie",
            "заказ",
            "заказа",
            "артикул");

    // What counts things and may as well hold others: a message, an item
    private final WordIndex containers =
            WordIndex.of("message", "event", "item", "session", "request", "product", "span", "trace");

    // What makes a number of a container's name, and leaves its content to others
    private final WordIndex numbers = WordIndex.of("id", "ids", "no", "nr", "num", "number", "numbers", "code", "key");

    /** True when the very word before says so, or the one before "no." or "number". */
    boolean isNext(char[] chars, int start) {
        int end = gapStart(chars, start);
        int from = wordStart(chars, end);
        boolean number = numbers.contains(chars, from, end);
        if (number) {
            end = gapStart(chars, from);
            from = wordStart(chars, end);
        }
        return things.contains(chars, from, end) && (number || !containers.contains(chars, from, end));
    }

    private static int gapStart(char[] chars, int end) {
        int gap = end;
        while (gap > 0 && end - gap < WIDEST_GAP && !Chars.isWord(chars[gap - 1])) {
            gap--;
        }
        return gap;
    }

    private static int wordStart(char[] chars, int end) {
        int from = end;
        while (from > 0 && Chars.isWordLetter(chars[from - 1]) && end - from < WordIndex.LONGEST) {
            from--;
        }
        return from;
    }

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
            int from = wordStart(chars, end);
            if (things.contains(chars, from, end) && (any || !containers.contains(chars, from, end))) {
                return from;
            }
            end = from;
        }
        return -1;
    }

    /** True when a name's words say so, and of nothing that may hold others: a message may, its number may not. */
    boolean areAll(List<String> words) {
        boolean container = false;
        for (String word : words) {
            char[] chars = word.toCharArray();
            if (containers.contains(chars, 0, chars.length)) {
                container = true;
            } else if (things.contains(chars, 0, chars.length)
                    || (container && numbers.contains(chars, 0, chars.length))) {
                return true;
            }
        }
        return false;
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
