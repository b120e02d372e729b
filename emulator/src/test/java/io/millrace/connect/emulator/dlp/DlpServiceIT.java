// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.privacy.dlp.v2.DeidentifyContentRequest;
import com.google.privacy.dlp.v2.DlpServiceGrpc;
import com.google.privacy.dlp.v2.Finding;
import com.google.privacy.dlp.v2.InspectContentRequest;
import com.google.privacy.dlp.v2.Table;
import com.google.protobuf.TextFormat;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.millrace.connect.emulator.Emulator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests over the wire, by Google's own stubs; in protobuf's text format. */
class DlpServiceIT {
    private static final String TABLE = "item { table { headers { name: 'id' } headers { name: 'lines[0].note' }"
            + " rows { values { integer_value: 1 } values { string_value: 'to ada@example.org' } }"
            + " rows { values { integer_value: 2 } values { string_value: 'to bob@example.org' } } } }";

    private Emulator emulator;
    private ManagedChannel channel;
    private DlpServiceGrpc.DlpServiceBlockingStub dlp;

    @BeforeEach
    void start() {
        emulator = Emulator.builder()
                .trainedInfoType("PERSON_NAME", "Grace Hopper")
                .start();
        channel = NettyChannelBuilder.forTarget(emulator.grpcEndpoint())
                .usePlaintext()
                .build();
        dlp = DlpServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        emulator.close();
    }

    private List<Finding> inspect(String request) throws TextFormat.ParseException {
        return dlp.inspectContent(TextFormat.parse(request, InspectContentRequest.class))
                .getResult()
                .getFindingsList();
    }

    private Table deidentify(String config) throws TextFormat.ParseException {
        return dlp.deidentifyContent(TextFormat.parse(TABLE + config, DeidentifyContentRequest.class))
                .getItem()
                .getTable();
    }

    private static List<String> notes(Table table) {
        return table.getRowsList().stream()
                .map(row -> row.getValues(1).getStringValue())
                .toList();
    }

    @Test
    void aFindingHasItsPlaceInBytesAndCodePoints() throws Exception {
        Finding finding = inspect("inspect_config { info_types { name: 'PERSON_NAME' } include_quote: true }"
                        + " item { value: 'ü😀 Grace Hopper' }")
                .get(0);

        assertThat(finding.getInfoType().getName()).isEqualTo("PERSON_NAME");
        assertThat(finding.getQuote()).isEqualTo("Grace Hopper");
        assertThat(finding.getLocation().getCodepointRange().getStart()).isEqualTo(3);
        assertThat(finding.getLocation().getByteRange().getStart()).isEqualTo(7);
        assertThat(finding.getLocation().getByteRange().getEnd()).isEqualTo(19);
    }

    @Test
    void aFindingInATableNamesItsColumnAndRowAndQuotesNothingUnasked() throws Exception {
        Finding finding = inspect(TABLE + "inspect_config { info_types { name: 'EMAIL_ADDRESS' } }")
                .get(1);

        var record = finding.getLocation().getContentLocations(0).getRecordLocation();
        assertThat(record.getFieldId().getName()).isEqualTo("lines[0].note");
        assertThat(record.getTableLocation().getRowIndex()).isEqualTo(1);
        assertThat(finding.getQuote()).isEmpty();
    }

    @Test
    void findingsAreCutWhereTheRequestSaysSo() throws Exception {
        var result = dlp.inspectContent(TextFormat.parse(
                        TABLE + "inspect_config { info_types { name: 'EMAIL_ADDRESS' }"
                                + " limits { max_findings_per_request: 1 } }",
                        InspectContentRequest.class))
                .getResult();

        assertThat(result.getFindingsCount()).isEqualTo(1);
        assertThat(result.getFindingsTruncated()).isTrue();
    }

    @Test
    void findingsInTextAreTransformedAndTheRestStays() throws Exception {
        String text = dlp.deidentifyContent(TextFormat.parse(
                        "item { value: 'My phone number is 206-555-0123' } inspect_config { info_types { name: 'PHONE_NUMBER' } }"
                                + " deidentify_config { info_type_transformations { transformations {"
                                + " primitive_transformation { redact_config {} } } } }",
                        DeidentifyContentRequest.class))
                .getItem()
                .getValue();

        assertThat(text).isEqualTo("My phone number is ");
    }

    @Test
    void aFieldIsFoundWithoutItsIndexAndTransformedInTheRowsThatAreMeant() throws Exception {
        Table table = deidentify("inspect_config { info_types { name: 'EMAIL_ADDRESS' } }"
                + " deidentify_config { record_transformations { field_transformations {"
                + " fields { name: 'lines.note' }"
                + " condition { expressions { conditions { conditions {"
                + " field { name: 'id' } operator: GREATER_THAN value { string_value: '1' } } } } }"
                + " info_type_transformations { transformations { info_types { name: 'EMAIL_ADDRESS' }"
                + " primitive_transformation { replace_with_info_type_config {} } } } } } }");

        assertThat(notes(table)).containsExactly("to ada@example.org", "to [EMAIL_ADDRESS]");
        assertThat(table.getRows(1).getValues(0).getIntegerValue()).isEqualTo(2);
    }

    @Test
    void aSuppressedRowIsLeftOut() throws Exception {
        Table table = deidentify("deidentify_config { record_transformations { record_suppressions {"
                + " condition { expressions { conditions { conditions {"
                + " field { name: 'id' } operator: EQUAL_TO value { integer_value: 1 } } } } } } } }");

        assertThat(notes(table)).containsExactly("to bob@example.org");
    }

    @Test
    void errorsAreThrownOrTheValueIsLeft() throws Exception {
        String config = "deidentify_config { %s record_transformations { field_transformations {"
                + " fields { name: 'lines.note' } primitive_transformation {"
                + " date_shift_config { upper_bound_days: 1 } } } } }";

        assertThatThrownBy(() -> deidentify(config.formatted("")))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageNotContaining("ada");
        assertThat(notes(deidentify(config.formatted("transformation_error_handling { leave_untransformed {} }"))))
                .containsExactly("to ada@example.org", "to bob@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "item { value: 'a' } deidentify_config { record_transformations { field_transformations { fields { name: 'a' } primitive_transformation { redact_config {} } } } } | INVALID_ARGUMENT",
                "item { value: 'a' } | INVALID_ARGUMENT",
                "item { value: 'a' } deidentify_config { image_transformations {} } | UNIMPLEMENTED",
                "item { byte_item { data: 'a' } } inspect_config { info_types { name: 'URL' } } deidentify_config { info_type_transformations { transformations { primitive_transformation { redact_config {} } } } } | UNIMPLEMENTED",
                "item { table { headers { name: 'a' } rows {} } } deidentify_config { record_transformations {} } | INVALID_ARGUMENT",
                "item { value: 'a' } inspect_config { info_types { name: 'URL' } } deidentify_config { info_type_transformations { transformations { info_types { name: 'DATE' } primitive_transformation { redact_config {} } } } } | INVALID_ARGUMENT",
                "item { value: 'a' } inspect_config { info_types { name: 'URL' } } deidentify_config { info_type_transformations { transformations { primitive_transformation { crypto_hash_config { crypto_key { kms_wrapped { wrapped_key: 'k' } } } } } } } | UNIMPLEMENTED"
            })
    void whatCannotBeDoneHasGooglesCode(String request, String code) throws Exception {
        DeidentifyContentRequest parsed = TextFormat.parse(request, DeidentifyContentRequest.class);

        assertThatThrownBy(() -> dlp.deidentifyContent(parsed)).hasMessageStartingWith(code);
    }

    @Test
    void aRequestAboveHalfAMegabyteIsRefused() {
        DeidentifyContentRequest large = DeidentifyContentRequest.newBuilder()
                .setItem(com.google.privacy.dlp.v2.ContentItem.newBuilder().setValue("a".repeat(524_288)))
                .build();

        assertThatThrownBy(() -> dlp.deidentifyContent(large)).hasMessageStartingWith("INVALID_ARGUMENT");
    }
}
