// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, body decompressed and read whole. {@code method} is the intended one: a POST with
 * {@code X-HTTP-Method-Override} counts as that.
 */
public final class Request {
    private final String method;
    private final String rawPath;
    private final Map<String, List<String>> query;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Map<String, String> pathParameters;

    /** A request whose {@code target} is path and query as sent, still percent-encoded. */
    public Request(String method, String target, Map<String, String> headers, byte[] body) {
        int mark = target.indexOf('?');
        this.rawPath = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? Map.of() : parseQuery(target.substring(mark + 1));
        Map<String, String> lowerCase = new LinkedHashMap<>();
        headers.forEach((name, value) -> lowerCase.put(name.toLowerCase(Locale.ROOT), value));
        this.headers = lowerCase;
        this.method = lowerCase.getOrDefault("x-http-method-override", method).toUpperCase(Locale.ROOT);
        this.body = body;
        this.pathParameters = Map.of();
    }

    private Request(Request base, Map<String, String> pathParameters) {
        this.method = base.method;
        this.rawPath = base.rawPath;
        this.query = base.query;
        this.headers = base.headers;
        this.body = base.body;
        this.pathParameters = Map.copyOf(pathParameters);
    }

    Request withPathParameters(Map<String, String> values) {
        return new Request(this, values);
    }

    public String method() {
        return method;
    }

    /** The path as sent, percent-encoded, without the query. */
    public String path() {
        return rawPath;
    }

    /** A variable of the route's template, decoded. */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("route has no variable " + name);
        }
        return value;
    }

    /** The first value of a query parameter, decoded. */
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    public List<String> queryAll(String name) {
        return query.getOrDefault(name, List.of());
    }

    /** A header by name, in any case. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The body's own array, not a copy: do not write to it. */
    public byte[] body() {
        return body;
    }

    /** The body as JSON of a Google model class; an empty body is an empty object. */
    public <T> T json(Class<T> type) {
        return json(new String(body, StandardCharsets.UTF_8), type);
    }

    /** A part of the body likewise. */
    public <T> T json(String part, Class<T> type) {
        try {
            return GsonFactory.getDefaultInstance().fromString(part.isEmpty() ? "{}" : part, type);
        } catch (IOException | IllegalArgumentException notJson) {
            throw new ApiException(400, "parseError", "Invalid JSON payload received for " + rawPath);
        }
    }

    /** {@code http://host:port} as the caller knows it, for links. */
    public String baseUrl() {
        String host = header("host");
        return "http://" + (host == null ? "127.0.0.1" : host);
    }

    static String decode(String encodedSegment) {
        return URLDecoder.decode(encodedSegment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> parseQuery(String text) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), key -> new ArrayList<>())
                    .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return query;
    }
}
