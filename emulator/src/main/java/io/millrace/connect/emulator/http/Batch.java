// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Google's batch endpoint: a {@code multipart/mixed} body of HTTP requests, each answered by the given handler as if
 * it had come alone. Clients read the parts by {@code Content-Length}, so that has to be exact.
 */
public final class Batch implements Handler {
    private static final String BOUNDARY = "batch_millrace";
    private static final byte[] LINE_END = {'\r', '\n'};

    private final Handler target;

    public Batch(Handler target) {
        this.target = target;
    }

    @Override
    public Response handle(Request request) throws IOException {
        String boundary = boundary(request.header("content-type"));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] body = request.body();
        byte[] delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        int start = indexOf(body, delimiter, 0);
        while (start >= 0) {
            int next = indexOf(body, delimiter, start + delimiter.length);
            if (next < 0) {
                break;
            }
            answer(Arrays.copyOfRange(body, start + delimiter.length, next), answer);
            start = next;
        }
        line(answer, "--" + BOUNDARY + "--");
        return Response.bytes(200, "multipart/mixed; boundary=" + BOUNDARY, answer.toByteArray());
    }

    private void answer(byte[] part, ByteArrayOutputStream answer) throws IOException {
        int outerEnd = indexOf(part, new byte[] {'\r', '\n', '\r', '\n'}, 0);
        if (outerEnd < 0) {
            throw ApiException.invalid("batch: a part has no headers");
        }
        Map<String, String> outer = headers(new String(part, 0, outerEnd, StandardCharsets.UTF_8));
        Response response = dispatch(Arrays.copyOfRange(part, outerEnd + 4, part.length));

        line(answer, "--" + BOUNDARY);
        line(answer, "Content-Type: application/http");
        @Nullable String id = outer.get("content-id");
        if (id != null) {
            line(answer, "Content-ID: <response-" + id.replaceAll("[<>]", "") + ">");
        }
        line(answer, "");
        line(answer, "HTTP/1.1 " + response.status() + " OK");
        for (Map.Entry<String, String> header : response.headers().entrySet()) {
            line(answer, header.getKey() + ": " + header.getValue());
        }
        line(answer, "Content-Length: " + response.body().length);
        line(answer, "");
        answer.write(response.body());
        line(answer, "");
    }

    private Response dispatch(byte[] inner) throws IOException {
        int headEnd = indexOf(inner, new byte[] {'\r', '\n', '\r', '\n'}, 0);
        String head = new String(inner, 0, headEnd < 0 ? inner.length : headEnd, StandardCharsets.UTF_8);
        String[] requestLine = head.strip().split("\r\n", 2)[0].split(" ", -1);
        if (requestLine.length < 2) {
            throw ApiException.invalid("batch: a part has no request line");
        }
        Map<String, String> headers = headers(head);
        byte[] body = headEnd < 0 ? new byte[0] : Arrays.copyOfRange(inner, headEnd + 4, inner.length);
        @Nullable String length = headers.get("content-length");
        int size = length == null ? 0 : Integer.parseInt(length.strip());
        String path = requestLine[1].replaceFirst("^https?://[^/]+", "");
        try {
            return target.handle(
                    new Request(requestLine[0], path, headers, Arrays.copyOf(body, Math.min(size, body.length))));
        } catch (ApiException refused) {
            return Response.error(refused);
        }
    }

    private static String boundary(@Nullable String contentType) {
        if (contentType != null) {
            int at = contentType.indexOf("boundary=");
            if (at >= 0) {
                String rest = contentType.substring(at + "boundary=".length());
                int end = rest.indexOf(';');
                return (end < 0 ? rest : rest.substring(0, end))
                        .replace("\"", "")
                        .strip();
            }
        }
        throw ApiException.invalid("batch: Content-Type has no boundary");
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : head.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.indexOf(' ') != 0 && !line.substring(0, colon).contains(" ")) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static int indexOf(byte[] text, byte[] wanted, int from) {
        for (int i = from; i <= text.length - wanted.length; i++) {
            if (Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static void line(ByteArrayOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.write(LINE_END);
    }
}
