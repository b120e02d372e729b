// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that machines write and that hold runs of digits. */
class HardNegativesTest {

    private static final int VALUES = 10_000;
    private static final long SEED = 20261122;

    @SuppressWarnings("ImmutableEnumChecker") // the functions hold nothing
    enum Kind {
        EPOCH_SECONDS(random -> String.valueOf(epochMillis(random) / 1000)),
        EPOCH_MILLIS(random -> String.valueOf(epochMillis(random))),
        EPOCH_MICROS(random -> epochMillis(random) + digits(random, 3)),
        EPOCH_NANOS(random -> epochMillis(random) + digits(random, 6)),
        ISO_TIMESTAMP(random -> Instant.ofEpochMilli(epochMillis(random)).toString()),
        COMPACT_TIMESTAMP(random -> Instant.ofEpochMilli(epochMillis(random))
                .toString()
                .replaceAll("[^0-9]", "")
                .substring(0, 14)),
        RANDOM_UUID(random -> new UUID(random.nextLong(), random.nextLong()).toString()),
        SHA1(random -> hex(random, 40)),
        SHA256(random -> hex(random, 64)),
        VERSION(random -> random.nextInt(20) + "." + random.nextInt(100) + "." + random.nextInt(400)),
        BUILD(random ->
                "v" + random.nextInt(9) + "." + random.nextInt(9) + "." + random.nextInt(90) + "-" + digits(random, 8)),
        ORDER_ID(random -> "ORD-" + digits(random, 6 + random.nextInt(14))),
        ORDER_NUMBER(random -> "order " + digits(random, 6 + random.nextInt(14))),
        DATABASE_ID(random -> digits(random, 1 + random.nextInt(19))),
        THIRTEEN_DIGITS(random -> digits(random, 13)),
        SIXTEEN_DIGITS(random -> digits(random, 16)),
        NINETEEN_DIGITS(random -> digits(random, 19)),
        POSITIVE_LONG(random -> String.valueOf(random.nextLong() & Long.MAX_VALUE)),
        LONG(random -> String.valueOf(random.nextLong())),
        EAN13(random -> ean13(digits(random, 12))),
        EAN13_LIKE_A_CARD(random -> ean13("4" + digits(random, 11))),
        CARD_LIKE(random -> "4" + digits(random, 15)),
        JSON_ORDER(random ->
                "{\"order_id\":" + digits(random, 16) + ",\"ean\":\"" + ean13("4" + digits(random, 11)) + "\"}"),
        GROUPED_ORDER(random -> "order no. " + digits(random, 16).replaceAll("(\\d{4})(?=\\d)", "$1-")),
        PAID_INVOICE(random -> "paid invoice " + digits(random, 12 + random.nextInt(8))),
        ORDER_BY_CARD(random -> "paid order " + digits(random, 12 + random.nextInt(8)) + " by card"),
        ORDER_NO_BY_CARD(random -> "order no.: " + digits(random, 16) + ", visa"),
        RECEIPT_OF_CARD(random -> "card payment, receipt " + digits(random, 16)),
        ORDER_IN_FORM(random -> "order_id=" + digits(random, 12 + random.nextInt(8)) + "&card=visa"),
        ORDER_IN_LOG(random -> "orderId: " + digits(random, 16) + " card declined"),
        ORDER_BEHIND_CARD(random -> "card=visa&invoiceNo=" + digits(random, 16)),
        GROUPED_SKU(random -> "sku " + grouped(random, "-", 3, 2, 4)),
        GROUPED_PART(random -> "part no. " + grouped(random, " ", 3, 3, 3)),
        GROUPED_ITEM(random -> "item number: " + grouped(random, " ", 3, 3, 4)),
        GROUPED_TRACKING(random -> "tracking #" + grouped(random, " ", 4, 4, 4)),
        GROUPED_ARTICLE(random -> "Artikelnummer: " + grouped(random, "-", 4, 4, 4)),
        PARCEL(random -> "94" + grouped(random, " ", 2, 4, 4, 4, 4, 2)),
        AMOUNT_WITH_BLANKS(random -> grouped(random, " ", 3, 3, 3) + "," + digits(random, 2)),
        AMOUNT_WITH_DOTS(random -> grouped(random, ".", 3, 3, 3) + "," + digits(random, 2)),
        STATISTICS(random -> "cpu " + grouped(random, " ", 3, 2, 4, 7, 5, 1, 5, 1)),
        COORDINATES(random -> "48." + digits(random, 7) + ", 11." + digits(random, 7)),
        ISBN(random -> "978-3-" + grouped(random, "-", 4, 4, 1)),
        HEX_DUMP(random -> hex(random, 32).replaceAll("(..)(?=.)", "$1 ")),
        LICENCE_KEY(random -> new UUID(random.nextLong(), random.nextLong())
                .toString()
                .toUpperCase(Locale.ROOT)
                .substring(9, 28)),
        URN(random -> "urn:uuid:" + new UUID(random.nextLong(), random.nextLong())),
        SERIAL(random -> "XK" + digits(random, 6) + (char) ('A' + random.nextInt(26))),
        SNOWFLAKE_ID(random -> "1" + digits(random, 18)),
        DECIMAL(random -> String.valueOf(random.nextDouble() * 1000)),
        LOG_LINE(random -> "{\"ts\":" + epochMillis(random) + ",\"trace\":\"" + hex(random, 32) + "\",\"order_id\":"
                + digits(random, 9) + ",\"at\":\"" + Instant.ofEpochMilli(epochMillis(random)) + "\",\"v\":\"1."
                + random.nextInt(99) + "." + random.nextInt(9) + "\"}");

        private final Function<Random, String> value;

        Kind(Function<Random, String> value) {
            this.value = value;
        }
    }

    private static long epochMillis(Random random) {
        return 1_300_000_000_000L + (long) (random.nextDouble() * 500_000_000_000L);
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + (i == 0 ? 1 + random.nextInt(9) : random.nextInt(10))));
        }
        return digits.toString();
    }

    private static String grouped(Random random, String separator, int... lengths) {
        return Arrays.stream(lengths).mapToObj(length -> digits(random, length)).collect(Collectors.joining(separator));
    }

    private static String ean13(String twelve) {
        int sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += (twelve.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return twelve + (10 - sum % 10) % 10;
    }

    private static String hex(Random random, int count) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < count; i++) {
            hex.append("0123456789abcdef".charAt(random.nextInt(16)));
        }
        return hex.toString();
    }

    @ParameterizedTest
    @EnumSource
    void atMostOneOfTenThousandIsTakenForSomethingSensitive(Kind kind) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
        Random random = new Random(SEED);

        int falselyFound = 0;
        for (int i = 0; i < VALUES; i++) {
            falselyFound += inspector.inspect(kind.value.apply(random)).isEmpty() ? 0 : 1;
        }

        assertThat(falselyFound).as("seed %d", SEED).isLessThanOrEqualTo(1);
    }

    /** In a field that is named for what is counted, groups of four say nothing either. */
    @ParameterizedTest
    @CsvSource({
        "order_id,13,''",
        "order_id,16,''",
        "order_id,19,''",
        "orderId,16,-",
        "order_id,16,' '",
        "invoice_no,16,-",
        "ean,13,''",
        "id,16,''",
        "event_id,19,''",
        "order_id,9,-",
        "orderNo,9,' '",
        "sku,12,-",
        "barcode,8,' '"
    })
    void atMostOneOfTenThousandInAFieldOfCountedThings(String name, int length, String separator) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
        Random random = new Random(SEED);

        int falselyFound = 0;
        for (int i = 0; i < VALUES; i++) {
            String value = digits(random, length)
                    .replaceAll(length % 4 == 0 ? "(\\d{4})(?=\\d)" : "(\\d{3})(?=\\d)", "$1" + separator);
            falselyFound += inspector.inspect(value, name).isEmpty() ? 0 : 1;
        }

        assertThat(falselyFound).as("seed %d", SEED).isLessThanOrEqualTo(1);
    }

    /** What is beside it may be labelled as it likes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"cardNumber\":\"#\",\"orderId\":\"4556737586899855\"}",
                "{\"cardNumber\":#,\"orderId\":4556737586899855}",
                "{\"card\" : #,\n  \"order_id\" : 4556737586899855}",
                "{\\\"card\\\":\\\"#\\\",\\\"invoiceNo\\\":\\\"4556737586899855\\\"}",
                "{\"trackingNumber\":4556737586899855,\"pan\":#}",
                "{\"paid by card\":\"#\",\"request-id\":\"4556737586899855\",\"ean\":4006381333931}"
            })
    void aMemberIsWhatItsOwnNameSaysItIs(String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
        String card = "4111111111111111";

        List<String> found = inspector.inspect(text.replace("#", card)).stream()
                .map(finding -> text.replace("#", card)
                        .substring(finding.chars().start(), finding.chars().end()))
                .toList();

        assertThat(found).containsExactly(card);
    }

    /** A message, an event or an item may hold anything. */
    @ParameterizedTest
    @CsvSource({
        "message,paid with 4111 1111 1111 1111 today",
        "event,SIN 193-456-787 was used",
        "text,order for 219-09-9997",
        "text,order of SSN 219-09-9997",
        "text,sku 17 ssn 219-09-9997",
        "message,219-09-9997 asked again",
        "text,message 219-09-9997",
        "text,219-09-9997 219-09-9998",
        "text,193 456 787 193 456 787",
        "text,219 09 9997 04 07 1985",
        "text,4111 1111 1111 1111 12 29 123",
        "item,4111-1111-1111-1111 declined",
        "order_card,4111111111111111",
        "text,order paid with card 4111111111111111",
        "text,order 17 card 4111111111111111",
        "text,his card by message: 4111111111111111",
        "text,order_id=17&card=4111111111111111",
        "text,order=17&order_card=4111111111111111",
        "session_phone,030/1234567"
    })
    void aNameOfCountedThingsHidesNothingElse(String name, String text) {
        Inspector inspector = Inspector.compile(
                InspectSettings.of(BuiltInInfoType.DEFAULT_V1)
                        .withMinLikelihood(Likelihood.LIKELY)
                        .withRegions(List.of("US", "DE")),
                Clock.systemUTC());

        assertThat(inspector.inspect(text, name)).isNotEmpty();
    }
}
