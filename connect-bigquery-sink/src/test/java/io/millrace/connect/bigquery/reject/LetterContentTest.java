// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.reject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.testkit.DeadLetters;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LetterContentTest {
    private final DataException error = new DataException("column born: too late");
    /** Consumed from shop.customers-1@41, and renamed by a transform. */
    private static final SinkRecord CONSUMED = new SinkRecord(
            "shop.customers",
            1,
            null,
            "k",
            null,
            Map.of("email", "masked"),
            41,
            1_700L,
            TimestampType.CREATE_TIME,
            new ConnectHeaders().addString("trace", "t"));

    private static final SinkRecord RENAMED =
            CONSUMED.newRecord("customers", 7, null, "k", null, Map.of("email", "masked"), 1_700L, CONSUMED.headers());

    private SinkRecord letter(LetterContent content, SinkRecord bad) {
        DeadLetters letters = new DeadLetters();
        var unused = Objects.requireNonNull(content.through(letters)).report(bad, error);
        return letters.letters().get(0).record();
    }

    @Test
    void reportsTheVeryRecordThatConnectKnowsTheBytesOf() {
        assertThat(letter(LetterContent.CONSUMED, RENAMED)).isSameAs(RENAMED);
    }

    @Test
    void reportsWhatTheTransformsMadeOfItAsAnotherRecordFromTheSamePlace() {
        SinkRecord letter = letter(LetterContent.TRANSFORMED, RENAMED);

        assertThat(letter).isNotSameAs(RENAMED);
        assertThat(letter.value()).isEqualTo(Map.of("email", "masked"));
        assertThat(letter.key()).isEqualTo("k");
        assertThat(letter.headers()).isEqualTo(CONSUMED.headers());
        assertThat(letter.timestamp()).isEqualTo(1_700L);
        assertThat(letter.topic() + letter.kafkaPartition() + "@" + letter.kafkaOffset())
                .isEqualTo("shop.customers1@41");
    }

    @Test
    void reportsNothingOfARecordButWhereItIs() {
        SinkRecord letter = letter(LetterContent.ORIGIN, RENAMED);

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).isNull();
        assertThat(letter.headers()).isEmpty();
        assertThat(letter.topic() + letter.kafkaPartition() + "@" + letter.kafkaOffset())
                .isEqualTo("shop.customers1@41");
    }

    @ParameterizedTest
    @EnumSource
    void hasNoReporterWhereTheWorkerHasNone(LetterContent content) {
        assertThat(content.through(null)).isNull();
    }

    @Test
    void endsTheTaskWithoutAValueWhereTheConvertersRefuseTheLetter() {
        ErrantRecordReporter refusing = (record, refused) -> {
            throw new RetriableException(
                    "cannot serialize alice@example.org", new IllegalStateException("alice@example.org"));
        };

        assertThatThrownBy(() -> Objects.requireNonNull(LetterContent.TRANSFORMED.through(refusing))
                        .report(RENAMED, error))
                .isExactlyInstanceOf(ConnectException.class)
                .hasNoCause()
                .hasMessageContainingAll(
                        "shop.customers-1@41",
                        "column born",
                        "RetriableException, by IllegalStateException",
                        "dead.letters=origin")
                .hasMessageNotContaining("alice");
    }
}
