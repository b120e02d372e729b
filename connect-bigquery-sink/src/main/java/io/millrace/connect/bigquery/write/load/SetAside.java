// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.client.json.gson.GsonFactory;
import io.millrace.connect.bigquery.write.LoadNews;
import io.millrace.connect.bigquery.write.OffsetRange;
import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.bigquery.write.StagedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * An object that BigQuery refuses for good goes to where people find it, with a text beside it that says what it is. Of
 * BigQuery's reasons only the codes are told: their messages may quote values. Writer's thread.
 */
final class SetAside {
    private final StagedFile file;
    private final String reason;
    private final LoadDesk desk;
    private final Consumer<Boolean> done;
    private final Patience patience;

    /** @param done when its news is told: whether it is kept there, and needed where it was no more */
    SetAside(StagedFile file, String reason, LoadDesk desk, Consumer<Boolean> done) {
        this.file = file;
        this.reason = reason;
        this.desk = desk;
        this.done = done;
        this.patience = desk.patience();
    }

    void start() {
        desk.run(this::keep, this::kept, this::refused);
    }

    private void keep() throws IOException {
        String kept = desk.names.failed(file.name());
        desk.store.copy(file.name(), kept);
        desk.store.put(kept + ".json", "application/json", description(), desk.names.metadata());
    }

    private byte[] description() throws IOException {
        StagedObject object = file.object();
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("table", object.table().toString());
        text.put("rows", object.rows());
        text.put("reason", reason);
        text.put("origins", object.origins().stream().map(SetAside::described).toList());
        return GsonFactory.getDefaultInstance().toPrettyString(text).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> described(OffsetRange range) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("topic", range.topic());
        text.put("partition", range.partition());
        text.put("firstOffset", range.first());
        text.put("lastOffset", range.last());
        return text;
    }

    private void kept() {
        String where = desk.store.uri(desk.names.failed(file.name()));
        desk.outside.told(new LoadNews.SetAside(file.object(), file.kind().shape(), where, reason));
        done.accept(true);
    }

    private void refused(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        patience.refused(refusal, desk.now());
        RetryReason why = patience.goesOn(refusal, desk.now());
        if (why != null) {
            desk.outside.told(new LoadNews.Repeated(file.object(), why, "Cloud Storage answers " + refusal.cause()));
            desk.timers.at(desk.now() + desk.pauseAfter(patience.failures()).toMillis(), this::start);
            return;
        }
        String cause = refusal.kind() == Refusal.Kind.MISSING
                ? "it is gone; start the task again, which reads its records again"
                : "it cannot be set aside (" + refusal.cause() + ")";
        desk.outside.told(new LoadNews.Failed(
                file.object(),
                new ConnectException("table " + file.object().table() + ": " + file.object() + " cannot be loaded ("
                        + reason + "), and " + cause)));
        done.accept(false);
    }

    /** Its name, to be deleted when it is done. */
    List<String> names() {
        return List.of(file.name());
    }
}
