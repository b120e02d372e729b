// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An upload's body of two parts: metadata as JSON, then content. */
public final class MultipartRelated {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    private final String metadata;
    private final @Nullable String contentType;
    private final byte[] content;

    private MultipartRelated(String metadata, @Nullable String contentType, byte[] content) {
        this.metadata = metadata;
        this.contentType = contentType;
        this.content = content;
    }

    public String metadata() {
        return metadata;
    }

    /** Of the content, as its part's head says. */
    public @Nullable String contentType() {
        return contentType;
    }

    public byte[] content() {
        return content;
    }

    /** Of a request's body; {@code contentType} is the request's own, which names the boundary. */
    public static MultipartRelated parse(@Nullable String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!boundary.find()) {
            throw ApiException.invalid("multipart upload: Content-Type has no boundary");
        }
        byte[] first = ("--" + boundary.group(1).strip()).getBytes(StandardCharsets.US_ASCII);
        byte[] next = ("\r\n--" + boundary.group(1).strip()).getBytes(StandardCharsets.US_ASCII);
        int metadataHead = indexOf(body, first, 0) + first.length;
        int metadataStart = indexOf(body, BLANK_LINE, metadataHead) + BLANK_LINE.length;
        int metadataEnd = indexOf(body, next, metadataStart);
        int contentHead = metadataEnd + next.length;
        int contentStart = indexOf(body, BLANK_LINE, contentHead) + BLANK_LINE.length;
        int contentEnd = indexOf(body, next, contentStart - 2);
        String head = new String(body, contentHead, contentStart - contentHead, StandardCharsets.US_ASCII);
        return new MultipartRelated(
                new String(body, metadataStart, metadataEnd - metadataStart, StandardCharsets.UTF_8),
                header(head, "content-type:"),
                Arrays.copyOfRange(body, contentStart, Math.max(contentStart, contentEnd)));
    }

    private static @Nullable String header(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name)) {
                return line.substring(name.length()).strip();
            }
        }
        return null;
    }

    private static int indexOf(byte[] text, byte[] wanted, int from) {
        for (int i = from; i <= text.length - wanted.length; i++) {
            if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw ApiException.invalid("multipart upload: a part is missing");
    }
}
