// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

import io.millrace.connect.emulator.faults.Fault.Moment;
import io.millrace.connect.emulator.http.ApiException;
import io.millrace.connect.emulator.http.ConnectionDropped;
import io.millrace.connect.emulator.http.Handler;
import io.millrace.connect.emulator.http.Interceptor;
import io.millrace.connect.emulator.http.Request;
import io.millrace.connect.emulator.http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes the calls of the JSON APIs through journal and fault plan; the emulator's own paths pass untouched. */
public final class FaultInterceptor implements Interceptor {
    private final FaultPlan plan;
    private final Journal journal;

    public FaultInterceptor(FaultPlan plan, Journal journal) {
        this.plan = plan;
        this.journal = journal;
    }

    @Override
    public Response intercept(Request request, Handler next) throws IOException {
        boolean own =
                request.path().startsWith(FaultRoutes.PATH) || request.path().startsWith("/discard");
        if (own || request.path().startsWith("/batch")) {
            return next.handle(request);
        }
        Call call = RestCalls.of(request);
        Journal.Ticket ticket = journal.begin(call, request.body().length);
        String outcome = "500";
        try {
            Disruption disruption = plan.onCall(call);
            outcome = before(disruption);
            Response response = next.handle(request);
            outcome = after(disruption, response);
            if (outcome.equals("never-answer")) {
                awaitClear();
            }
            if (outcome.equals("lose-ack") || outcome.equals("never-answer")) {
                throw new ConnectionDropped();
            }
            return response;
        } catch (ApiException refused) {
            outcome = refused.status() + " " + refused.reason();
            throw refused;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new ConnectionDropped();
        } finally {
            ticket.end("", 0, outcome);
        }
    }

    private String before(Disruption disruption) throws InterruptedException {
        pause(disruption.delay(Moment.BEFORE));
        if (disruption.silent(Moment.BEFORE)) {
            awaitClear();
            throw new ConnectionDropped();
        }
        if (disruption.has(Fault.Close.class)) {
            throw new ConnectionDropped();
        }
        disruption.find(Fault.RefuseHttp.class).ifPresent(refuse -> {
            throw new ApiException(refuse.status(), refuse.reason(), refuse.message());
        });
        return "500";
    }

    private static String after(Disruption disruption, Response response) throws InterruptedException {
        pause(disruption.delay(Moment.AFTER));
        if (disruption.silent(Moment.AFTER)) {
            return "never-answer";
        }
        if (disruption.has(Fault.LoseAck.class)) {
            return "lose-ack";
        }
        return response.status() < 400 ? "OK" : String.valueOf(response.status());
    }

    private void awaitClear() throws InterruptedException {
        CountDownLatch cleared = new CountDownLatch(1);
        plan.hold(cleared::countDown);
        cleared.await();
    }

    private static void pause(Duration time) throws InterruptedException {
        if (!time.isZero()) {
            boolean unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
