// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.Inspector;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YearsTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(Set.of(BuiltInInfoType.PHONE_NUMBER.infoType())).withMinLikelihood(Likelihood.LIKELY),
            Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "phone bill 2019-2020",
                "telephone service from 1998-2004",
                "call center 2019/2020",
                "last call: Mon Jan 5 10:00:01 2015 -0500",
                "phone: Fri Dec 1 17:42:18 2006 -0100",
            })
    void areNoTelephoneNumbers(String text) {
        assertThat(inspector.inspect(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"phone: 2019 3020", "tel 2015-0500", "phone: 2015 - 0500", "phone: 2345-2020"})
    void areOnlyWhatIsWrittenLikeThem(String text) {
        assertThat(inspector.inspect(text)).isNotEmpty();
    }
}
