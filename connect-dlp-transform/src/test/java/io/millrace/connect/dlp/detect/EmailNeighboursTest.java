// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.text.Normalizer;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E-mail addresses beside words without a space, of every way of writing letters, and within other addresses. */
class EmailNeighboursTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.named("EMAIL_ADDRESS").withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text)).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "请联系%s谢谢",
                "连络%s。",
                "%sまで",
                "メールは%sです",
                "%s로 보내 주세요",
                "메일%s입니다",
                "ติดต่อ%sครับ",
                "%sPhone: 1",
                "%s_old",
                "_%s_",
                "__%s__",
                "*%s*",
                "see %s-thanks",
                "%s2024",
                "<%s>",
                "(%s)",
                "\"%s\"",
                "'%s'",
                "`%s`",
                "mailto:%s?subject=x",
                "email=%s&x=1",
                "--email=%s",
                "-e=%s",
                "--mail-to=%s",
                "?email=%s",
                "&user_email=%s",
                "x|%s|y",
                "{%s}",
                "a/b/%s",
                "https://%s/inbox",
                "https://x.example.com/q?%s",
                "https://x.example.com/u/%s/edit",
                "to:%s;",
                "%s.",
                "%s,",
                "%s!",
                "%s…",
                "“%s”",
                "«%s»",
                "→%s",
                "№%s",
                "N'%s'",
                "[u'%s', 1]",
                "b'%s'",
                "%s.Thanks for it",
                "%s.In case",
                "请写信给%s.谢谢",
                "smtp.mailfrom=%s;",
                "--user.email=%s",
                "-c user.email=%s",
                "\u200E%s\u200E",
                "\u2066%s\u2069"
            })
    void findsAnAddressBesideAnything(String around) {
        for (String address : List.of("jane.roe@example.org", "j@example.co.uk", "jane+x@mail-1.example.com")) {
            assertThat(found(around.formatted(address))).containsExactly(address);
            assertThat(found("text " + around.formatted(address) + " text")).containsExactly(address);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ju\u0308rgen.roe@example.org",
                "jose\u0301@example.org",
                "jane@mu\u0308ller.de",
                "jürgen@müller.de",
                "नाम.रो@example.org",
                "ชื่อ@example.org",
                "δοκιμή@παράδειγμα.gr",
                "用户@例子.中国",
                "b+jane.roe=example.org@lists.example.com",
                "bounce-12-jane.roe=example.org@lists.example.com",
                "SRS0=HHH=TT=example.org=jane.roe@fwd.example.com",
                "prvs=1234abcdef=jane.roe@example.org",
                "msprvs1=18abcXYZ=bounces-1234@example.com",
                "prvs=jane.roe/0123abcd@example.org",
                "jane/roe@example.org",
                "jane?roe@example.org",
                "ab/c+jane=9@example.org",
                "jane+list=9@example.org",
                "jane+a/b@example.org",
                "jane/roe+x=y@example.org",
                "c+jane=roe=9@example.org",
                "/G=Jane/S=Roe/@gw.example.org",
                "ﬁn.roe@example.org",
                "/C=US/A=x/P=y/O=z/S=Roe/G=Jane/@gw.example.org",
                "jane.roe@example.org@mail.example.com",
                "a2345678901234567890123456789012345678901234567890123456789012345.jane.roe@example.org"
            })
    void takesAllOfAnAddress(String address) {
        for (String around : List.of(
                "%s", "from %s to", "\"%s\"", "<%s>", "{\"email\":\"%s\"}", "a, %s, b", "['m' => '%s']", "see #%s")) {
            String text = around.formatted(address);
            assertThat(found(text)).as(text).containsExactly(address);
        }
    }

    /** The mark of a label is none of a return path's, though the label has marks of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {"smtp.mailfrom=%s", "envelope-from=%s;", "reply-to=%s", "a, user.email=%s, b", "return-path=<%s>"
            })
    void leavesALabelBeforeAnAddress(String around) {
        for (String address : List.of(
                "jane.roe@example.org",
                "b+jane.roe=example.org@lists.example.com",
                "bounces-jane=example.org@lists.example.com",
                "SRS0=HHH=TT=example.org=jane.roe@fwd.example.com",
                "jane.roe%example.org@relay.example.com",
                "jane/roe@example.org")) {
            String text = around.replace("%s", address);
            assertThat(found(text)).as(text).containsExactly(address);
        }
    }

    /** One word or mark between two addresses belongs to neither. */
    @ParameterizedTest
    @ValueSource(strings = {"和", "或", "、", "또는", "か", " и ", ",", ";", "/", "|", "-", "&", "\n", "->"})
    void findsEachOfTwoAddresses(String between) {
        for (String address : List.of("a.b@example.org", "jane@mail.example.co.uk")) {
            String text = "to " + address + between + address + " now";
            assertThat(found(text)).as(text).containsExactly(address, address);
        }
    }

    @Test
    void findsAQuotedNameBehindAWordOfAScriptWithoutSpaces() {
        assertThat(found("请联系\"jane roe\"@example.org谢谢")).containsExactly("\"jane roe\"@example.org");
    }

    /** Capitals in a domain's labels begin no sentence. */
    @ParameterizedTest
    @ValueSource(strings = {"Jane.Roe@Mail.Google.Com", "JANE@MAIL.GOOGLE.COM", "Jane@Example.Org", "jane@example.Org"})
    void takesAllOfACapitalisedDomain(String address) {
        assertThat(found("to " + address + " now")).containsExactly(address);
    }

    /** What is all of a field that says so is an address however it is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane=9@example.org",
                "ab/c=jane@example.org",
                "a|b@example.org",
                "a/b/c@example.org",
                "`jane`@example.org"
            })
    void takesAllOfAFieldOfAddresses(String address) {
        assertThat(inspector.inspect(address, "contact_email"))
                .singleElement()
                .extracting(Finding::chars)
                .isEqualTo(new Span(0, address.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@jane",
                "a @ b.com",
                "x@localhost",
                "postgres://app:secret@db.example.org/x",
                "redis://:pw@cache.example.org",
                "https://a:b@example.org/",
                "ssh://git@github.com/x/y.git",
                "jane@.org",
                "jane@example..org",
                "@example.org",
                "x; header.i=@example.org",
                "handle=@example.org ok",
                "jane@example",
                "谢谢@例子"
            })
    void takesNothingElseForAnAddress(String text) {
        assertThat(found(text)).isEmpty();
    }

    /** The root zone's names of a script whose vowels are marks, composed and decomposed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "नाम@उदाहरण.भारत",
                "अ.ब@example.संगठन",
                "jane@உதாரணம்.இந்தியா",
                "jane@example.ไทย",
                "иван@пример.рф",
                "jané@exämple.vermögensberater"
            })
    void findsAddressesUnderEveryTopLevelDomain(String address) {
        for (Normalizer.Form form : Normalizer.Form.values()) {
            String written = Normalizer.normalize(address, form);

            assertThat(found(written)).containsExactly(written);
            assertThat(found("to " + written + ", now")).containsExactly(written);
        }
    }
}
