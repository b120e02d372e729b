// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.ErrorProto;
import com.google.api.services.bigquery.model.TableDataInsertAllResponse;
import io.millrace.connect.bigquery.write.Batch;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.kit.google.AnswerTooLongException;
import io.millrace.connect.kit.retry.Retryability;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one call, with whatever comes of it as an answer. Any thread; waits for the network. */
final class Inserts {
    private final Bigquery client;
    private final boolean ids;
    private final boolean compressed;

    Inserts(Bigquery client, InsertAllSettings settings) {
        this.client = client;
        this.ids = settings.ids();
        this.compressed = settings.compressed();
    }

    /** Sends a batch, and reads what BigQuery says of it. */
    InsertAnswer send(Batch batch) {
        RowsContent rows = new RowsContent(batch, ids);
        try {
            return read(new InsertAllRequest(client, batch.table(), rows, compressed).execute(), batch);
        } catch (GoogleJsonResponseException refused) {
            return new InsertAnswer(refused.getStatusCode(), reasonOf(refused.getDetails()));
        } catch (AnswerTooLongException errors) {
            // Fewer rows have fewer errors: else it would be the same answer for ever.
            return batch.rows().size() > 1
                    ? new InsertAnswer(413, "answerTooLong")
                    : InsertAnswer.lost(RetryReason.CONNECTION, "an answer that is too long");
        } catch (SocketTimeoutException late) {
            return InsertAnswer.lost(RetryReason.TIMEOUT, "no answer within request.timeout.ms");
        } catch (IOException | IllegalArgumentException failed) { // the latter from a body that is not JSON
            return failed instanceof IOException && Retryability.of(failed) == Retryability.FATAL
                    ? InsertAnswer.withoutToken(failed.getClass().getSimpleName())
                    : InsertAnswer.lost(
                            RetryReason.CONNECTION, failed.getClass().getSimpleName());
        }
    }

    private static InsertAnswer read(@Nullable TableDataInsertAllResponse response, Batch batch) {
        if (response == null) {
            return InsertAnswer.lost(RetryReason.CONNECTION, "an answer without content");
        }
        List<InsertAnswer.RowError> errors = new ArrayList<>();
        if (response.getInsertErrors() != null) {
            for (TableDataInsertAllResponse.InsertErrors ofRow : response.getInsertErrors()) {
                long position = ofRow.getIndex() == null ? 0 : ofRow.getIndex(); // JSON may leave out what is 0
                if (position < 0 || position >= batch.rows().size()) {
                    return InsertAnswer.lost(RetryReason.CONNECTION, "an answer about rows that were not sent");
                }
                addErrors((int) position, ofRow.getErrors(), errors);
            }
        }
        return InsertAnswer.taken(errors);
    }

    private static void addErrors(int position, @Nullable List<ErrorProto> errors, List<InsertAnswer.RowError> out) {
        if (errors == null || errors.isEmpty()) {
            out.add(new InsertAnswer.RowError(position, "stopped", ""));
            return;
        }
        for (ErrorProto error : errors) {
            out.add(new InsertAnswer.RowError(
                    position, code(error.getReason()), Objects.requireNonNullElse(error.getLocation(), "")));
        }
    }

    private static String reasonOf(@Nullable GoogleJsonError error) {
        return error == null || error.getErrors() == null || error.getErrors().isEmpty()
                ? ""
                : code(error.getErrors().get(0).getReason());
    }

    /** A reason, if it looks like one: it is shown to people, and must not be somebody's text. */
    private static String code(@Nullable String reason) {
        return reason != null && reason.matches("[A-Za-z]{1,60}") ? reason : "";
    }
}
