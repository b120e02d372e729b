// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OtherNamesTest {

    private final OtherNames names = new OtherNames(
            new LabelWords(Set.of(BuiltInInfoType.US_SOCIAL_SECURITY_NUMBER, BuiltInInfoType.PHONE_NUMBER)),
            new CountedThings());

    private boolean isBefore(String text) {
        return names.isBefore((text + "\0".repeat(64)).toCharArray(), text.indexOf('@'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"trace\":@}",
                "{\"trace\": \"@\"}",
                "{\"bytes\":1,\"order_id\":\"@\"}",
                "trace=@",
                "level=info trace=\"@\"",
            })
    void sayWhatAValueIs(String text) {
        assertThat(isBefore(text)).isTrue();
        assertThat(isBefore(text)).as("as it was kept").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ssn\":@}",
                "{\"customerSSN\":@}",
                "{\"ssn_hash\":@}",
                "{\"phone\":\"@\"}",
                "{\"value\":@}",
                "{\"id\":@}",
                "{\"user_id\":@}",
                "{\"trace\":[@]}",
                "{\"trace\":\"see @\"}",
                "{\"\":@}",
                "trace: @",
                "@",
                "\"@",
                "=@",
                ":@",
            })
    void areNoLabelsAndNotVague(String text) {
        assertThat(isBefore(text)).isFalse();
        assertThat(isBefore(text)).as("as it was kept").isFalse();
    }

    /** What is kept of a name is not taken for another of the same place. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2_000})
    void areKeptApart(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(isBefore("{\"a" + i + "_trace\":@}")).isTrue();
            assertThat(isBefore("{\"a" + i + "_ssn\":@}")).isFalse();
        }
    }
}
