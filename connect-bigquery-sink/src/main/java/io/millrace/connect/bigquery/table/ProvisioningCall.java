// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.table;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A question about a table, tried until it has its answer: exactly one, whatever goes wrong. */
final class ProvisioningCall implements CallQueue.Call {
    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningCall.class);
    private static final long SLOW_MS = 1_000;
    /** As often in a row credentials are brought: about half a minute with the usual pauses. */
    private static final int CREDENTIAL_REFUSALS = 8;

    private final TableInProgress table;
    private final TableProvisioning provisioning;
    private final CallQueue calls;
    private final TableRetries retries;
    private final Consumer<TableNews> news;
    /** Whether the last call took so long that others should not wait for the next. */
    private boolean slow;

    private int failures;
    /** Since when it has to be repeated, in ms. */
    private long failingSinceMs;

    private int credentialRefusals;

    ProvisioningCall(
            TableInProgress table,
            TableProvisioning provisioning,
            CallQueue calls,
            TableRetries retries,
            Consumer<TableNews> news) {
        this.table = table;
        this.provisioning = provisioning;
        this.calls = calls;
        this.retries = retries;
        this.news = news;
    }

    @Override
    public boolean slow() {
        return slow;
    }

    @Override
    public void run() {
        long start = now();
        try {
            news.accept(provisioning.answer(table));
        } catch (TryLater later) {
            calls.addLater(this, later.pause);
        } catch (IOException failed) {
            slow = now() - start >= SLOW_MS;
            failed(failed);
        } catch (ConnectException refused) {
            refuse(refused);
        } catch (RuntimeException | Error unexpected) { // whatever it is: somebody waits for the answer
            refused(unexpected);
        }
    }

    @Override
    public void refused(Throwable unexpected) {
        refuse(new ConnectException("table " + table.table() + ": unexpected failure", unexpected));
    }

    private void failed(IOException failed) {
        if (failed instanceof GoogleJsonResponseException answer) {
            failed(answer);
        } else if (Retryability.of(failed) == Retryability.TRANSIENT) {
            repeat(
                    failed instanceof NotSeenYetException unseen
                            ? String.valueOf(unseen.getMessage())
                            : failed.getClass().getSimpleName(),
                    failed);
        } else {
            refuse(new ConnectException("table " + table.table() + ": BigQuery could not be asked", failed));
        }
    }

    private void failed(GoogleJsonResponseException answer) {
        String found = answer.getStatusCode() + " " + TableApi.reasonOf(answer);
        credentialRefusals = TableApi.isAboutCredentials(answer) ? credentialRefusals + 1 : 0;
        if (TableApi.isPassing(answer) || (credentialRefusals > 0 && credentialRefusals < CREDENTIAL_REFUSALS)) {
            repeat(found, answer);
        } else if (credentialRefusals > 0) {
            refuse(new ConnectException(
                    "table " + table.table() + ": BigQuery did not accept the connector's credentials "
                            + credentialRefusals + " times in a row (" + found
                            + "); look whether the account and its key of credentials.source still exist",
                    answer));
        } else {
            String words = answer.getDetails() == null
                    ? ""
                    : ": " + answer.getDetails().getMessage();
            refuse(new ConnectException("table " + table.table() + ": BigQuery answered " + found + words, answer));
        }
    }

    private void repeat(String cause, IOException failed) {
        if (failures == 0) {
            failingSinceMs = now(); // before, it waited for its turn or was answered: nobody's outage
        }
        failures++;
        Duration outage = retries.outage();
        if (outage != null && now() - failingSinceMs >= outage.toMillis()) {
            refuse(new ConnectException(
                    "table " + table.table() + ": BigQuery could not be asked within outage.timeout.ms="
                            + outage.toMillis() + ", last because of " + cause,
                    failed));
            return;
        }
        LOG.debug("asking again table={} cause={} failures={}", table.table(), cause, failures);
        news.accept(new TableNews.Late(table.table(), cause));
        calls.addLater(this, retries.policy().pauseAfter(failures));
    }

    private void refuse(ConnectException error) {
        news.accept(new TableNews.Refused(table.table(), error));
    }

    private long now() {
        return retries.policy().clock().millis();
    }
}
