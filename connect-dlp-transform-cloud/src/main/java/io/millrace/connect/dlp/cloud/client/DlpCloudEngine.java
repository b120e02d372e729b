// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.dlp.v2.DlpServiceClient;
import com.google.common.util.concurrent.RateLimiter;
import com.google.privacy.dlp.v2.DeidentifyConfig;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectContentRequest;
import com.google.privacy.dlp.v2.Table;
import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.kit.retry.Retryability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks Cloud DLP, at most as often as told; a row that was masked before is answered from memory. */
final class DlpCloudEngine implements CloudEngine {
    private final DlpServiceClient client;
    private final String parent;
    private final InspectConfig inspect;
    private final TransformationProtos transformations;
    private final RateLimiter pace;
    private final Duration timeout;
    private final RowMemory memory;

    DlpCloudEngine(
            DlpServiceClient client,
            CloudSettings settings,
            InspectConfig inspect,
            TransformationProtos transformations) {
        this.client = client;
        this.parent = settings.parent();
        this.inspect = inspect;
        this.transformations = transformations;
        this.pace = RateLimiter.create(settings.maxRequestsPerMinute() / 60.0);
        this.timeout = settings.timeout();
        this.memory = new RowMemory(settings.cacheSize(), settings.cacheTimeToLive());
    }

    @Override
    public Map<Question, String> deidentify(Set<Question> row) throws CloudException {
        RowMemory.Key key = memory.key(row);
        Map<Question, String> remembered = memory.find(key, row);
        if (remembered != null) {
            return remembered;
        }
        awaitPermit();
        try {
            QuestionTable table = new QuestionTable(row);
            Table masked = client.deidentifyContent(DeidentifyContentRequest.newBuilder()
                            .setParent(parent)
                            .setInspectConfig(inspect)
                            .setDeidentifyConfig(DeidentifyConfig.newBuilder()
                                    .setRecordTransformations(table.transformations(transformations)))
                            .setItem(table.withContexts())
                            .build())
                    .getItem()
                    .getTable();
            Map<Question, String> answers = table.answers(masked);
            memory.keep(key, row, answers);
            return answers;
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
    }

    @Override
    public Map<Question, List<Found>> inspect(Set<Question> texts) throws CloudException {
        awaitPermit();
        try {
            QuestionTable table = new QuestionTable(texts);
            return table.found(client.inspectContent(InspectContentRequest.newBuilder()
                            .setParent(parent)
                            .setInspectConfig(inspect)
                            .setItem(table.asTexts())
                            .build())
                    .getResult()
                    .getFindingsList());
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
    }

    private void awaitPermit() throws CloudException {
        if (!pace.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new CloudException("nothing yet: cloud.max.requests.per.minute is used up", true);
        }
    }

    /** The client's message and cause may quote the request, and what fails beside it an answer: only a code goes on. */
    private static CloudException translated(RuntimeException failure) {
        return failure instanceof ApiException api
                ? new CloudException(
                        api.getStatusCode().getCode().name(), Retryability.of(failure) == Retryability.TRANSIENT)
                : new CloudException("with something that cannot be read", false);
    }

    @Override
    public void close() {
        client.close();
    }
}
