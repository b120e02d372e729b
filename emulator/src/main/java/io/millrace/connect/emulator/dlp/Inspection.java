// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.ContentLocation;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectResult;
import com.google.privacy.dlp.v2.Location;
import com.google.privacy.dlp.v2.Range;
import com.google.privacy.dlp.v2.RecordLocation;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.TableLocation;
import io.millrace.connect.emulator.dlp.inspect.Found;
import io.millrace.connect.emulator.dlp.inspect.Inspector;
import io.millrace.connect.emulator.dlp.inspect.TrainedInfoTypes;
import io.millrace.connect.emulator.dlp.value.DlpException;
import io.millrace.connect.emulator.dlp.value.Values;
import java.nio.charset.StandardCharsets;

/** One inspectContent request. */
final class Inspection {
    /** Cloud DLP's own, whatever the request says. */
    private static final int MOST_FINDINGS = 3_000;

    private final InspectConfig config;
    private final Inspector inspector;
    private final InspectResult.Builder result = InspectResult.newBuilder();

    Inspection(InspectConfig config, TrainedInfoTypes trained) {
        this.config = config;
        this.inspector = new Inspector(config, trained);
    }

    InspectResult of(ContentItem item) {
        switch (item.getDataItemCase()) {
            case VALUE -> find(item.getValue(), "", Location.getDefaultInstance());
            case TABLE -> find(item.getTable());
            case BYTE_ITEM -> throw DlpException.unimplemented("byte items");
            case DATAITEM_NOT_SET -> throw DlpException.invalid("the item is missing");
        }
        return result.build();
    }

    private void find(Table table) {
        for (int index = 0; index < table.getRowsCount(); index++) {
            Table.Row row = table.getRows(index);
            Cells.ensureComplete(table, row);
            for (int column = 0; column < row.getValuesCount(); column++) {
                RecordLocation.Builder record = RecordLocation.newBuilder()
                        .setFieldId(table.getHeaders(column))
                        .setTableLocation(TableLocation.newBuilder().setRowIndex(index));
                Location at = Location.newBuilder()
                        .addContentLocations(ContentLocation.newBuilder().setRecordLocation(record))
                        .build();
                find(
                        Values.text(row.getValues(column)),
                        table.getHeaders(column).getName(),
                        at);
            }
        }
    }

    private void find(String text, String column, Location at) {
        int wanted = config.getLimits().getMaxFindingsPerRequest();
        int most = wanted > 0 ? Math.min(wanted, MOST_FINDINGS) : MOST_FINDINGS;
        for (Found found : inspector.find(text, column)) {
            if (result.getFindingsCount() == most) {
                result.setFindingsTruncated(true);
                return;
            }
            result.addFindings(finding(found, text, at));
        }
    }

    private Finding finding(Found found, String text, Location at) {
        Finding.Builder finding = Finding.newBuilder()
                .setLikelihood(found.likelihood())
                .setLocation(at.toBuilder()
                        .setByteRange(range(
                                bytes(text, found.span().start()),
                                bytes(text, found.span().end())))
                        .setCodepointRange(range(
                                codePoints(text, found.span().start()),
                                codePoints(text, found.span().end()))));
        if (!config.getExcludeInfoTypes()) {
            finding.setInfoType(InfoType.newBuilder().setName(found.infoType()));
        }
        if (config.getIncludeQuote()) {
            finding.setQuote(text.substring(found.span().start(), found.span().end()));
        }
        return finding.build();
    }

    private static int bytes(String text, int end) {
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }

    private static int codePoints(String text, int end) {
        return text.codePointCount(0, end);
    }

    private static Range range(int start, int end) {
        return Range.newBuilder().setStart(start).setEnd(end).build();
    }
}
