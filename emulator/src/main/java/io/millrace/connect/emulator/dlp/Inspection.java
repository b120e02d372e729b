// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.privacy.dlp.v2.ContentItem;
import com.google.privacy.dlp.v2.ContentLocation;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.InfoType;
import com.google.privacy.dlp.v2.InspectConfig;
import com.google.privacy.dlp.v2.InspectResult;
import com.google.privacy.dlp.v2.Likelihood;
import com.google.privacy.dlp.v2.Location;
import com.google.privacy.dlp.v2.Range;
import com.google.privacy.dlp.v2.RecordLocation;
import com.google.privacy.dlp.v2.Table;
import com.google.privacy.dlp.v2.Value;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import io.millrace.connect.dlp.config.DlpProperties;
import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.detect.Span;
import java.time.Clock;
import java.util.Map;

/** One InspectConfig at work. Quotes are never returned: the emulator is for streams, which do not ask for them. */
final class Inspection {
    private final Inspector inspector;

    /** Throws ConfigException or IllegalArgumentException for what neither the local engine nor the trained types know. */
    Inspection(InspectConfig config, TrainedInfoTypes trained) {
        if (config.getInfoTypesCount() + config.getCustomInfoTypesCount() == 0) {
            throw DlpService.unimplemented("an InspectConfig without infoTypes (name every one)");
        }
        JsonObject policy = new JsonObject();
        policy.add("inspectConfig", json(config, trained));
        this.inspector = Inspector.compile(
                DlpProperties.read(Map.of(
                                "policy", policy.toString(),
                                "rules", "all",
                                "rules.all.fields", "**",
                                "rules.all.transform", "keep"))
                        .inspect(),
                Clock.systemUTC());
    }

    /** As the local engine reads it. */
    static JsonObject json(InspectConfig config, TrainedInfoTypes trained) {
        JsonObject inspect = json(trained.explained(config));
        if (!inspect.has("minLikelihood")) {
            inspect.addProperty("minLikelihood", "POSSIBLE");
        }
        return inspect;
    }

    static JsonObject json(MessageOrBuilder message) {
        try {
            return JsonParser.parseString(JsonFormat.printer().print(message)).getAsJsonObject();
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalArgumentException("a message cannot be written as JSON", impossible);
        }
    }

    InspectResult of(ContentItem item) {
        InspectResult.Builder result = InspectResult.newBuilder();
        switch (item.getDataItemCase()) {
            case VALUE -> find(item.getValue(), "", result);
            case TABLE -> find(item.getTable(), result);
            default -> throw DlpService.unimplemented(item.getDataItemCase() + " items");
        }
        return result.build();
    }

    private void find(Table table, InspectResult.Builder result) {
        for (Table.Row row : table.getRowsList()) {
            for (int column = 0; column < row.getValuesCount(); column++) {
                Value value = row.getValues(column);
                String text = value.getTypeCase() == Value.TypeCase.INTEGER_VALUE
                        ? Long.toString(value.getIntegerValue())
                        : value.getStringValue();
                find(text, table.getHeaders(column).getName(), result);
            }
        }
    }

    private void find(String text, String column, InspectResult.Builder result) {
        for (io.millrace.connect.dlp.detect.Finding finding : inspector.inspect(text, column)) {
            Location.Builder location = Location.newBuilder()
                    .setByteRange(range(finding.bytes()))
                    .setCodepointRange(range(finding.codepoints()));
            if (!column.isEmpty()) {
                RecordLocation.Builder record = RecordLocation.newBuilder();
                record.getFieldIdBuilder().setName(column);
                location.addContentLocations(ContentLocation.newBuilder().setRecordLocation(record));
            }
            result.addFindings(Finding.newBuilder()
                    .setInfoType(
                            InfoType.newBuilder().setName(finding.infoType().name()))
                    .setLikelihood(Likelihood.valueOf(finding.likelihood().name()))
                    .setLocation(location));
        }
    }

    private static Range range(Span span) {
        return Range.newBuilder().setStart(span.start()).setEnd(span.end()).build();
    }
}
