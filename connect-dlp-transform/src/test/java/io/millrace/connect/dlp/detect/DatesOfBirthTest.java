// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.text.Normalizer;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates of birth as each country writes and labels them, found with their label and left without. */
class DatesOfBirthTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text, String field) {
        return inspector.inspect(text, field).stream()
                .map(finding -> finding.infoType() + " "
                        + text.substring(
                                finding.chars().start(), finding.chars().end()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1985-07-04",
                "1985/07/04",
                "1985.07.04",
                "1985 07 04",
                "1985-7-4",
                "1985. 07. 04",
                "19850704",
                "04.07.1985",
                "4.7.1985",
                "4. 7. 1985",
                "04 07 1985",
                "4.7.85",
                "7-4-1985",
                "07/04/85",
                "4.VII.1985",
                "4 VII 1985",
                "1985-07-04T00:00:00Z",
                "July 4th, 1985",
                "4-JUL-85",
                "1985-Jul-04",
                "1985 July 4",
                "4th of July 1985",
                "1er juillet 1985",
                "4 juil. 1985",
                "1º de julio de 1985",
                "4 de julio del 1985",
                "4 lug 1985",
                "4. Jänner 1985",
                "4. juli 1985",
                "4 maj 1985",
                "4. heinäkuuta 1985",
                "4. marraskuuta 1985",
                "4. júlí 1985",
                "4 lipca 1985",
                "4 paź 1985",
                "4. července 1985",
                "4. júla 1985",
                "1985. július 4",
                "4 iulie 1985",
                "4. srpnja 1985",
                "4. julija 1985",
                "4. јул 1985",
                "4 июля 1985",
                "4 июл. 1985",
                "4 липня 1985",
                "4 юли 1985",
                "4 Ιουλίου 1985",
                "4 Σεπτεμβρίου 1985",
                "4 Temmuz 1985",
                "4 يوليو 1985",
                "٤ يوليو ١٩٨٥",
                "4 ביולי 1985",
                "4 जुलाई 1985",
                "4 Agustus 1985",
                "1985年7月4日",
                "1985年7月4號",
                "昭和60年7月4日",
                "民國74年7月4日",
                "1985년 7월 4일"
            })
    void areReadAsEachCountryWritesThem(String date) {
        // Korean syllables fall apart into letters, which are no such words
        Normalizer.Form form = date.contains("년") ? Normalizer.Form.NFC : Normalizer.Form.NFD;
        for (String written : List.of(date, Normalizer.normalize(date, form))) {
            assertThat(found(written, "dob")).containsExactly("DATE_OF_BIRTH " + written);
            for (String label : List.of("DOB: ", "born ", "geboren am ", "生年月日：", "дата рождения: ")) {
                String text = "x, " + label + written + ", ok";
                assertThat(found(text, "")).as(text).containsExactly("DATE_OF_BIRTH " + written);
            }
            assertThat(found("issued " + written + ", ok", "")).as(written).isEmpty();
            assertThat(found(written, "issued")).as(written).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Geburt",
                "Geburtstag:",
                "gebdat",
                "date de naiss.",
                "F. Nac.:",
                "fec_nac",
                "fnac",
                "data nasc.:",
                "dt_nasc",
                "data de naixement:",
                "födelsedatum:",
                "fødselsdato:",
                "fodselsdato",
                "fæðingardagur:",
                "syntymäaika:",
                "syntymaaika",
                "sünniaeg:",
                "data urodzenia:",
                "data_urodzenia",
                "datum narození:",
                "nar.",
                "szül.",
                "data nașterii:",
                "datum rođenja:",
                "datum_rodjenja",
                "rojstni datum:",
                "рођен",
                "gimimo data:",
                "dzimšanas datums:",
                "datë e lindjes:",
                "doğum tarihi:",
                "dogum_tarihi",
                "дата на раждане:",
                "род.",
                "ημερομηνία γέννησης:",
                "تاریخ تولد:",
                "مواليد",
                "נולד",
                "জন্ম:",
                "பிறந்த தேதி:",
                "ngày sinh:",
                "petsa ng kapanganakan:",
                "tarehe ya kuzaliwa:",
                "出生年月日：",
                "生まれ：",
                "생일:"
            })
    void areCalledInManyLanguages(String label) {
        String text = "x, " + label + " 04.07.1985, ok";

        assertThat(found(text, "")).as(text).containsExactly("DATE_OF_BIRTH 04.07.1985");
        assertThat(found("04.07.1985", label)).as(label).containsExactly("DATE_OF_BIRTH 04.07.1985");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "born in v4.7.85",
                "DOB: 40 70 1985",
                "born 4 VIIX 1985",
                "DOB: 1985. 17. 40",
                "born 40. 17. 1985",
                "生年月日：昭和70年13月4日",
                "DOB: 32 lipca 1985",
                "born 4 lipcu 1985",
                "nar 12 04 07"
            })
    void areNoOtherFigures(String text) {
        assertThat(found(text, "")).isEmpty();
    }
}
