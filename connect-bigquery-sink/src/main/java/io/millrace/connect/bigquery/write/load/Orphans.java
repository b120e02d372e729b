// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import com.google.api.services.storage.model.StorageObject;
import io.millrace.connect.bigquery.metrics.TaskMetric;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what earlier incarnations of the same connector left behind: objects whose rows are in no table, and will be read
 * again from Kafka by whoever owns their partitions. Those of an incarnation that renews its lease are never touched, nor
 * are those of anybody else: several connectors, clusters and other products may share a bucket.
 */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final Duration EVERY = Duration.ofMinutes(5);
    /** A lease is renewed every minute: who missed ten renewals in a row is gone, or cut off and will read its records again. */
    private static final Duration STALE = Duration.ofMinutes(10);

    private final LoadDesk desk;
    private boolean told;

    Orphans(LoadDesk desk) {
        this.desk = desk;
    }

    /** Looks now, and every few minutes. Writer's thread. */
    void watch() {
        desk.call(this::sweep, this::swept, this::refused);
        desk.timers.at(desk.now() + EVERY.toMillis(), this::watch);
    }

    private void swept(Integer removed) {
        told = false;
        if (removed > 0) {
            desk.numbers.add(TaskMetric.LOAD_ORPHANS_REMOVED_TOTAL, removed);
            LOG.info(
                    "removed objects that earlier tasks of the connector left in Cloud Storage connector={} objects={}",
                    desk.names.connector(),
                    removed);
        }
    }

    private void refused(IOException failed) {
        Refusal refusal = Refusal.of(failed);
        if (!told && refusal.passing() == null && refusal.kind() != Refusal.Kind.MISSING) {
            told = true;
            LOG.warn(
                    "cannot look for objects that earlier tasks left in Cloud Storage, they stay there; grant"
                            + " storage.objects.list bucket={} cause={}",
                    desk.store.bucket(),
                    refusal.cause());
        }
    }

    /** How many objects were removed. Waits for Google. */
    private Integer sweep() throws IOException {
        int removed = 0;
        ObjectStore.Listing listing = desk.store.list(desk.names.ofConnector());
        Instant now = listing.at();
        if (now == null) {
            return 0; // by our own clock it might be anything
        }
        Map<String, Instant> renewed = new HashMap<>();
        for (StorageObject object : listing.objects()) {
            renewed.merge(desk.names.incarnationOf(object.getName()), updated(object), Orphans::later);
        }
        for (StorageObject object : listing.objects()) {
            String incarnation = desk.names.incarnationOf(object.getName());
            boolean stale = Duration.between(renewed.getOrDefault(incarnation, now), now)
                            .compareTo(STALE)
                    >= 0;
            if (stale && isOurs(object) && !incarnation.equals(desk.names.incarnation())) {
                desk.store.delete(object.getName());
                removed++;
            }
        }
        expire(now);
        return removed;
    }

    /** What was set aside is kept for as long as was asked for. */
    private void expire(Instant now) throws IOException {
        Duration kept = desk.settings.keepFailed();
        if (kept == null) {
            return;
        }
        List<StorageObject> objects =
                desk.store.list(desk.names.failedOfConnector()).objects();
        for (StorageObject object : objects) {
            if (isOurs(object) && Duration.between(updated(object), now).compareTo(kept) >= 0) {
                desk.store.delete(object.getName());
            }
        }
    }

    private boolean isOurs(StorageObject object) {
        return object.getMetadata() != null
                && desk.names.connector().equals(object.getMetadata().get(ObjectNames.CONNECTOR_KEY));
    }

    private static Instant updated(StorageObject object) {
        return object.getUpdated() == null
                ? Instant.ofEpochMilli(Long.MAX_VALUE / 2) // not told: never old
                : Instant.ofEpochMilli(object.getUpdated().getValue());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
