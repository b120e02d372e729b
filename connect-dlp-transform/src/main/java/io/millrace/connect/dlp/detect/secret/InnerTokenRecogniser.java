// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.Likelihood;

/**
 * Credentials that are known by what stands within them, around it: Entra's client secrets ({@code …Q~…}), Telegram's bots
 * ({@code 123456789:AA…}), Terraform's tokens ({@code ….atlasv1.…}). Forms and lengths are those
 * of gitleaks (2026-07): config/gitleaks.toml.
 */
public final class InnerTokenRecogniser implements Recogniser {

    /** At which characters they are looked for. */
    public static final String TRIGGERS = "~:.";

    private static final String TERRAFORM = ".atlasv1.";
    private static final int LONGEST = 100;

    /** What may come behind a trigger and the next character: a bit for each by its last five, all for anything. */
    public static int thirds(char trigger, char next) {
        return switch (trigger) {
            case '~' -> Chars.isBase64Url(next) || next == '~' || next == '.' ? -1 : 0;
            case ':' -> next == 'A' ? -1 : 0;
            default -> next == 'a' ? 1 << ('t' & 31) : 0;
        };
    }

    @Override
    public int at(Scan scan, int position) {
        switch (scan.at(position)) {
            case '~' -> entra(scan, position);
            case ':' -> telegram(scan, position);
            default -> terraform(scan, position);
        }
        return position + 1;
    }

    private static void entra(Scan scan, int tilde) {
        int start = tilde - "xxx8Q".length();
        if (start >= 0 && scan.at(tilde - 1) == 'Q' && Chars.isDigit(scan.at(tilde - 2))) {
            report(scan, start, end(scan, tilde + 1, "~."), "xxx8Q~".length() + 31, "xxx8Q~".length() + 34);
        }
    }

    private static void telegram(Scan scan, int colon) {
        int start = colon;
        while (colon - start < 16 && Chars.isDigit(scan.at(start - 1))) {
            start--;
        }
        boolean bot = scan.isAt(start - "bot".length(), "bot"); // of an address of the API
        int end = end(scan, colon + 1, "");
        if (colon - start >= 8
                && colon - start <= 10
                && end - colon == 36
                && (bot || !Chars.isWord(scan.at(start - 1)))) {
            scan.reportAs(AUTH_TOKEN, Likelihood.VERY_LIKELY, start, end);
        }
    }

    private static void terraform(Scan scan, int stop) {
        if (scan.isAt(stop, TERRAFORM)) {
            int start = stop - 14;
            report(scan, start, end(scan, stop + TERRAFORM.length(), "="), 14 + TERRAFORM.length() + 60, LONGEST);
        }
    }

    private static int end(Scan scan, int from, String marks) {
        int end = from;
        while (end - from < LONGEST
                && (Chars.isBase64Url(scan.at(end)) || (scan.at(end) > ' ' && marks.indexOf(scan.at(end)) >= 0))) {
            end++;
        }
        while (end > from && scan.at(end - 1) == '.') {
            end--; // of the sentence
        }
        return end;
    }

    private static void report(Scan scan, int start, int end, int shortest, int longest) {
        boolean alone = start >= 0 && !Chars.isBase64Url(scan.at(start - 1)) && scan.at(start) > ' ';
        boolean whole = true;
        for (int i = Math.max(0, start); i < end; i++) {
            whole &= scan.at(i) > ' ' && "\"'`,;&".indexOf(scan.at(i)) < 0;
        }
        if (alone && whole && end - start >= shortest && end - start <= longest) {
            scan.reportAs(AUTH_TOKEN, Likelihood.VERY_LIKELY, start, end);
        }
    }
}
