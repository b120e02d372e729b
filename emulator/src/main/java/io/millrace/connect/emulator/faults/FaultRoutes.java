// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import io.millrace.connect.emulator.http.Router;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fault plan and journal over HTTP, below {@code /faults}. */
public final class FaultRoutes {
    static final String PATH = "/faults";

    private final FaultPlan plan;
    private final Journal journal;

    public FaultRoutes(FaultPlan plan, Journal journal) {
        this.plan = plan;
        this.journal = journal;
    }

    public void addTo(Router router) {
        router.add("GET", PATH, request -> Response.json(Map.of("faults", armed())))
                .add("POST", PATH, this::arm)
                .add("DELETE", PATH, request -> {
                    plan.clear();
                    return Response.empty(204);
                })
                .add("GET", PATH + "/journal", this::journal)
                .add("GET", PATH + "/counters", this::counters)
                .add("DELETE", PATH + "/journal", request -> {
                    journal.clear();
                    return Response.empty(204);
                })
                .add("DELETE", PATH + "/{id}", this::disarm);
    }

    private List<Map<String, Object>> armed() {
        return plan.armed().stream().map(FaultFormat::format).toList();
    }

    private Response arm(Request request) {
        try {
            List<Long> ids = new ArrayList<>();
            for (FaultFormat.Line line : FaultFormat.parse(new String(request.body(), StandardCharsets.UTF_8))) {
                ids.add(plan.arm(line.trigger(), line.fault()));
            }
            return Response.json(Map.of("ids", ids));
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(String.valueOf(malformed.getMessage()));
        }
    }

    private Response disarm(Request request) {
        try {
            if (plan.disarm(Long.parseLong(request.pathParameter("id")))) {
                return Response.empty(204);
            }
        } catch (NumberFormatException notANumber) {
            throw ApiException.invalid("a fault's id is a number");
        }
        throw ApiException.notFound("no fault has the id " + request.pathParameter("id"));
    }

    private Response journal(Request request) {
        List<Map<String, Object>> calls = new ArrayList<>();
        for (Journal.Entry entry : journal.entries(pattern(request, "method"), pattern(request, "resource"))) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("number", entry.number());
            json.put("at", entry.at().toString());
            json.put("method", entry.call().method());
            json.put("resource", entry.call().resource());
            json.put("detail", entry.detail());
            json.put("rows", entry.rows());
            json.put("outcome", entry.outcome());
            calls.add(json);
        }
        return Response.json(Map.of("calls", calls));
    }

    private Response counters(Request request) {
        List<Map<String, Object>> counters = new ArrayList<>();
        for (Journal.Line line : journal.lines(pattern(request, "method"), pattern(request, "resource"))) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("method", line.method());
            json.put("resource", line.resource());
            json.put("calls", line.tally().calls());
            json.put("failed", line.tally().failed());
            json.put("rows", line.tally().rows());
            json.put("bytes", line.tally().bytes());
            json.put("inFlight", line.tally().inFlight());
            json.put("maxInFlight", line.tally().maxInFlight());
            counters.add(json);
        }
        return Response.json(Map.of("openConnections", journal.openConnections(), "counters", counters));
    }

    private static String pattern(Request request, String name) {
        @Nullable String pattern = request.query(name);
        return pattern == null ? "*" : pattern;
    }
}
