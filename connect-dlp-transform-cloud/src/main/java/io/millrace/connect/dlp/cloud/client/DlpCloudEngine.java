// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.dlp.v2.DlpServiceClient;
import com.google.common.util.concurrent.RateLimiter;
import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.InspectContentRequest;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.CloudSettings;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.kit.retry.Retryability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks Cloud DLP, at most as often as told; a row that was masked before is answered from memory. */
final class DlpCloudEngine implements CloudEngine {
    private final DlpServiceClient client;
    private final String parent;
    private final RequestProtos protos;
    private final RateLimiter pace;
    private final Duration timeout;
    private final RowMemory memory;

    DlpCloudEngine(DlpServiceClient client, CloudSettings settings, RequestProtos protos) {
        this.client = client;
        this.parent = settings.parent();
        this.protos = protos;
        this.pace = RateLimiter.create(settings.maxRequestsPerMinute() / 60.0);
        this.timeout = settings.timeout();
        this.memory = new RowMemory(settings.cacheSize(), settings.cacheTimeToLive());
    }

    @Override
    public List<String> deidentify(List<Question> row) throws CloudException {
        RowMemory.Key key = memory.key(row);
        List<String> remembered = memory.find(key);
        if (remembered != null) {
            return remembered;
        }
        awaitPermit();
        try {
            DeidentifyContentRequest request = protos.deidentify(parent, row);
            Table masked = client.deidentifyContent(request).getItem().getTable();
            List<String> answers = answers(masked, row.size());
            memory.keep(key, answers);
            return answers;
        } catch (RuntimeException failure) {
            throw translated(failure);
        }
    }

    /** The masked columns come back under their headers; context columns are dropped. */
    private static List<String> answers(Table masked, int size) throws CloudException {
        if (masked.getRowsCount() != 1) {
            throw new CloudException("with " + masked.getRowsCount() + " rows for one", false);
        }
        List<String> answers = new ArrayList<>(size);
        for (int column = 0; column < size; column++) {
            int at = RequestProtos.column(masked, column);
            if (at < 0) {
                throw new CloudException("without a column that was asked for", false);
            }
            answers.add(text(masked.getRows(0).getValues(at)));
        }
        return answers;
    }

    private static String text(Value value) {
        return switch (value.getTypeCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INTEGER_VALUE -> Long.toString(value.getIntegerValue());
            case FLOAT_VALUE -> Double.toString(value.getFloatValue());
            case BOOLEAN_VALUE -> Boolean.toString(value.getBooleanValue());
            default -> "";
        };
    }

    @Override
    public List<List<Found>> inspect(List<String> texts) throws CloudException {
        awaitPermit();
        List<List<Found>> found = new ArrayList<>();
        texts.forEach(text -> found.add(new ArrayList<>()));
        try {
            InspectContentRequest request = protos.inspect(parent, texts);
            for (Finding finding : client.inspectContent(request).getResult().getFindingsList()) {
                String column = finding.getLocation()
                        .getContentLocations(0)
                        .getRecordLocation()
                        .getFieldId()
                        .getName();
                found.get(RequestProtos.index(column))
                        .add(new Found(
                                new InfoType(finding.getInfoType().getName()),
                                Likelihood.valueOf(finding.getLikelihood().name())));
            }
            return found;
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
