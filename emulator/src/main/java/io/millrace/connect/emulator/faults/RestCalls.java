// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import com.google.api.client.json.GenericJson;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.MultipartRelated;
import io.millrace.connect.emulator.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a REST request is called: Google's method name, and what it is about. A path that is in no list is called by
 * its HTTP method, about its path.
 */
final class RestCalls {
    private static final String BIGQUERY = "/bigquery/v2/projects/([^/]+)";
    private static final String TABLES = BIGQUERY + "/datasets/([^/]+)/tables";
    private static final String BUCKETS = "/storage/v1/b";
    private static final String OBJECT = "(?:/download)?" + BUCKETS + "/([^/]+)/o/([^/]+)";
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]+)\"");
    private static final int NAME_IS_NEAR = 4_096;

    private static final List<Named> NAMES = List.of(
            named("POST", TABLES + "/([^/]+)/insertAll", "tabledata.insertAll", "."),
            named("GET", TABLES + "/([^/]+)/data", "tabledata.list", "."),
            named("POST", TABLES + "/([^/:]+):(?:test|get|set)Iam.*", "tables.iam", "."),
            named("GET", TABLES + "/([^/]+)", "tables.get", "."),
            named("PATCH", TABLES + "/([^/]+)", "tables.patch", "."),
            named("PUT", TABLES + "/([^/]+)", "tables.update", "."),
            named("DELETE", TABLES + "/([^/]+)", "tables.delete", "."),
            named("POST", TABLES, "tables.insert", ".", "tableReference", "tableId"),
            named("GET", TABLES, "tables.list", "."),
            named("GET", BIGQUERY + "/datasets/([^/]+)", "datasets.get", "."),
            named("PATCH", BIGQUERY + "/datasets/([^/]+)", "datasets.patch", "."),
            named("PUT", BIGQUERY + "/datasets/([^/]+)", "datasets.update", "."),
            named("DELETE", BIGQUERY + "/datasets/([^/]+)", "datasets.delete", "."),
            named("POST", BIGQUERY + "/datasets", "datasets.insert", ".", "datasetReference", "datasetId"),
            named("GET", BIGQUERY + "/datasets", "datasets.list", "."),
            named("POST", "(?:/upload)?" + BIGQUERY + "/jobs", "jobs.insert", ".", "jobReference", "jobId"),
            named("GET", BIGQUERY + "/jobs/([^/]+)", "jobs.get", "."),
            named("GET", BIGQUERY + "/jobs", "jobs.list", "."),
            named("POST", BIGQUERY + "/jobs/([^/]+)/cancel", "jobs.cancel", "."),
            named("POST", BIGQUERY + "/queries", "jobs.query", "."),
            named("GET", BIGQUERY + "/queries/([^/]+)", "jobs.getQueryResults", "."),
            named("POST", OBJECT + "/rewriteTo/.*", "objects.rewrite", "/"),
            named("POST", OBJECT + "/copyTo/.*", "objects.copy", "/"),
            named("POST", OBJECT + "/compose", "objects.compose", "/"),
            named("GET", OBJECT, "objects.get", "/"),
            named("PATCH", OBJECT, "objects.patch", "/"),
            named("PUT", OBJECT, "objects.update", "/"),
            named("DELETE", OBJECT, "objects.delete", "/"),
            named("GET", BUCKETS + "/([^/]+)/o", "objects.list", "/"),
            named("GET", BUCKETS + "/([^/]+)/iam.*", "buckets.iam", "/"),
            named("GET", BUCKETS + "/([^/]+)", "buckets.get", "/"),
            named("PATCH", BUCKETS + "/([^/]+)", "buckets.patch", "/"),
            named("DELETE", BUCKETS + "/([^/]+)", "buckets.delete", "/"),
            named("POST", BUCKETS, "buckets.insert", "/"),
            named("GET", BUCKETS, "buckets.list", "/"));
    private static final Pattern UPLOAD = Pattern.compile("/upload" + BUCKETS + "/([^/]+)/o");

    private RestCalls() {}

    private record Named(String httpMethod, Pattern path, String name, String separator, List<String> idInBody) {}

    private static Named named(String httpMethod, String path, String name, String separator, String... idInBody) {
        return new Named(httpMethod, Pattern.compile(path), name, separator, List.of(idInBody));
    }

    static Call of(Request request) {
        Matcher upload = UPLOAD.matcher(request.path());
        if (upload.matches()) {
            return Call.rest("objects.insert", upload.group(1) + "/" + uploadedName(request));
        }
        for (Named named : NAMES) {
            Matcher path = named.path().matcher(request.path());
            if (named.httpMethod().equals(request.method()) && path.matches()) {
                String resource = IntStream.rangeClosed(1, path.groupCount())
                        .mapToObj(group -> decoded(path.group(group)))
                        .collect(Collectors.joining(named.separator()));
                return Call.rest(named.name(), resource + idInBody(request, named));
            }
        }
        return Call.rest(request.method(), request.path());
    }

    private static String decoded(String segment) {
        return java.net.URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String idInBody(Request request, Named named) {
        if (named.idInBody().isEmpty()) {
            return "";
        }
        try {
            GenericJson body = request.path().startsWith("/upload/")
                    ? request.json(
                            MultipartRelated.parse(request.header("content-type"), request.body())
                                    .metadata(),
                            GenericJson.class)
                    : request.json(GenericJson.class);
            Object reference = body.get(named.idInBody().get(0));
            Object id = reference instanceof Map<?, ?> map
                    ? map.get(named.idInBody().get(1))
                    : null;
            return id == null ? "" : "." + id;
        } catch (ApiException notJson) {
            return "";
        }
    }

    private static String uploadedName(Request request) {
        @Nullable String name = request.query("name");
        if (name != null) {
            return name;
        }
        int length = Math.min(request.body().length, NAME_IS_NEAR);
        Matcher metadata = NAME.matcher(new String(request.body(), 0, length, StandardCharsets.UTF_8));
        return metadata.find() ? metadata.group(1) : "";
    }
}
