// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Routes in the order they were added; the first that fits method and path wins, so add the special before the general.
 * A template is a path with {@code {name}} for one segment and {@code {name+}} for the rest, e.g.
 * {@code /bigquery/v2/projects/{projectId}/datasets/{datasetId}:undelete}. Add all routes before the front starts.
 */
public final class Router implements Handler {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)(\\+?)}");

    private final List<Route> routes = new ArrayList<>();

    private record Route(String method, Pattern path, List<String> names, Handler handler) {}

    public Router add(String method, String template, Handler handler) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(template);
        int from = 0;
        while (variables.find()) {
            regex.append(Pattern.quote(template.substring(from, variables.start())));
            regex.append(variables.group(2).isEmpty() ? "([^/]+?)" : "(.+)");
            names.add(variables.group(1));
            from = variables.end();
        }
        regex.append(Pattern.quote(template.substring(from)));
        routes.add(new Route(method, Pattern.compile(regex.toString()), List.copyOf(names), handler));
        return this;
    }

    /** Answers 501 naming method and path where no route fits. */
    @Override
    public Response handle(Request request) throws IOException {
        for (Route route : routes) {
            if (!route.method().equals(request.method())) {
                continue;
            }
            Matcher path = route.path().matcher(request.path());
            if (path.matches()) {
                Map<String, String> values = new LinkedHashMap<>();
                for (int i = 0; i < route.names().size(); i++) {
                    values.put(route.names().get(i), Request.decode(path.group(i + 1)));
                }
                return route.handler().handle(request.withPathParameters(values));
            }
        }
        throw ApiException.notImplemented(request.method() + " " + request.path());
    }
}
