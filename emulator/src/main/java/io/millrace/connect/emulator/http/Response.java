// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP answer, body whole; immutable but for the body's array, which nobody writes to after handing it over. */
public final class Response {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Response(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** 200 with a Google model object (or any map, list, string, number) as JSON. */
    public static Response json(Object value) {
        return json(200, value);
    }

    public static Response json(int status, Object value) {
        try {
            byte[] body = GsonFactory.getDefaultInstance().toByteArray(value);
            return new Response(status, Map.of("Content-Type", "application/json; charset=UTF-8"), body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new byte[0]);
    }

    public static Response bytes(int status, String contentType, byte[] body) {
        return new Response(status, Map.of("Content-Type", contentType), body);
    }

    public static Response error(ApiException error) {
        return json(error.status(), error.toJson());
    }

    public Response withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body;
    }

    /** For messages and tests. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
