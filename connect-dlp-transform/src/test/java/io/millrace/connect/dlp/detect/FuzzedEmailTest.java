// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.testkit.Seeded;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** E-mail addresses of all scripts, composed and decomposed, escaped or not, beside anything: all of each is found, and no more. */
class FuzzedEmailTest {

    private static final List<String> WORDS = List.of(
            "jane",
            "roe",
            "j",
            "info",
            "no-reply",
            "a_b",
            "x9",
            "2024",
            "josé",
            "jürgen",
            "Åsa",
            "żółw",
            "ngọc",
            "иван",
            "петров",
            "δοκιμή",
            "نوره",
            "דנה",
            "नाम",
            "रोहन",
            "ஆனந்தி",
            "ชื่อ",
            "用户",
            "太郎",
            "민수",
            "o'brien",
            "ß",
            "ﬁn",
            "Jane",
            "ROE");
    private static final List<String> TAGS = List.of("list", "news.2024", "a_b", "tag-1", "x9");
    private static final List<String> LABELS = List.of(
            "example",
            "mail-1",
            "b2b",
            "müller",
            "münchen",
            "пример",
            "παράδειγμα",
            "例え",
            "उदाहरण",
            "உதாரணம்",
            "ตัวอย่าง",
            "xn--mller-kva",
            "xn--e1afmkfd",
            "a",
            "1and1",
            "UPPER",
            "예시",
            "مثال");
    // Of the root zone
    private static final List<String> TOP_LEVELS = List.of(
            "com",
            "org",
            "co.uk",
            "de",
            "io",
            "museum",
            "xn--p1ai",
            "xn--fiqs8s",
            "рф",
            "中国",
            "भारत",
            "ไทย",
            "ישראל",
            "бел",
            "ελ",
            "vermögensberater",
            "COM",
            "Org",
            "travel",
            "みんな");
    private static final List<String> OTHERS = List.of(
            "\"jane roe\"@example.org",
            "\"jane..roe\"@example.org",
            "\"a@b\"@example.org",
            "b+jane.roe=example.org@lists.example.com",
            "bounces+12-ab-jane.roe=example.org@em.example.com",
            "SRS0=HHH=TT=example.org=jane.roe@fwd.example.com",
            "SRS1=HHH=fwd.example.com==HHH=TT=example.org=jane@x.example.net",
            "prvs=1234abcdef=jane.roe@example.org",
            "btv1==1234abc==jane.roe@example.org",
            "/G=Jane/S=Roe/@gw.example.org",
            "jane.roe@[203.0.113.7]",
            "jane.roe@[IPv6:2001:db8::7]",
            "jane.roe%example.org@gw.example.com",
            "jane!roe@example.org",
            "jane#1@example.org",
            "jane*x@example.org",
            "jane^x@example.org",
            "jane~x@example.org",
            "jane&roe@example.org",
            "jane_-@example.org",
            "jane_@example.org",
            "jane-@example.org",
            "jane+@example.org");
    private static final List<String> AROUND = List.of(
            "%s",
            "see %s now",
            "<%s>",
            "Jane Roe <%s>",
            "mailto:%s",
            "mailto:%s?subject=x&body=y",
            "%s, x",
            "%s; x",
            "(%s)",
            "[%s]",
            "“%s”",
            "«%s»",
            "%s. Then",
            "%s!",
            "%s?",
            "%s…",
            "'%s'",
            "`%s`",
            "To: %s\nCc: x",
            "email=%s&x=1",
            "?to=%s#frag",
            "https://%s/inbox",
            "https://%s:8443/",
            "ftp://%s",
            "https://x.example.com/?u=%s",
            "https://x.example.com/u/%s/edit",
            "{\"email\":\"%s\"}",
            "{\"m\":\"{\\\"email\\\":\\\"%s\\\"}\"}",
            "|%s|",
            "%s/Resource",
            "sip:%s;transport=tcp",
            "xmpp:%s",
            "[mail](mailto:%s)",
            "<a href=\"mailto:%s\">x</a>",
            "*%s*",
            "~%s~",
            "%s's",
            "%s—thanks",
            "%s–thanks",
            "cc:%s",
            "a=%s;b",
            "x\t%s\ty",
            "a,%s,b",
            "E-Mail:%s",
            "→%s←",
            "№ %s",
            "\u200E%s\u200E",
            "x\u00a0%s\u00a0y",
            "user: %s:Tr0ub4dor9x",
            "%s (work)",
            "%s<br>",
            "<td>%s</td>",
            "CN=Jane Roe,E=%s,O=x",
            "%s\\nnext",
            "first\\n%s\\tx",
            "\\r\\n%s",
            "git clone ssh://%s",
            "see #%s",
            "%s\u3000x",
            "、%s、",
            "「%s」",
            "（%s）",
            "，%s。",
            "：%s",
            "%s」");
    private static final List<String> WORDS_BEFORE =
            List.of("请联系", "连络", "メールは", "カタカナ", "연락처", "ติดต่อ", "ຕິດຕໍ່", "ទាក់ទង", "ဆက်သွယ်");
    private static final List<String> WORDS_BEHIND = List.of(
            "谢谢",
            "まで",
            "로",
            "です",
            "ครับ",
            "ຂອບໃຈ",
            "អរគុណ",
            "и",
            "пожалуйста",
            "رقم",
            "שלום",
            "और",
            "και",
            "Phone",
            "_old",
            "-thanks",
            "ից",
            "და",
            "ẞ");
    private static final List<String> BETWEEN = List.of(
            ", ", ",", ";", "; ", " ", "|", "\n", "\\n", "><", "/", "&b=", " <", "、", "、\u3000", "\t", "%2C", "%20",
            ":");

    private final Inspector alone = Inspector.compile(
            InspectSettings.named("EMAIL_ADDRESS").withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());
    private final Inspector all = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    private List<Span> found(String text, Random random) {
        return DisjointFindings.of((random.nextInt(4) == 0 ? all : alone).inspect(text)).stream()
                .filter(finding -> finding.infoType().name().equals("EMAIL_ADDRESS"))
                .map(Finding::chars)
                .toList();
    }

    private static String one(List<String> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    private static String address(Random random) {
        StringBuilder address = new StringBuilder(one(WORDS, random));
        for (int i = random.nextInt(3); i > 0; i--) {
            address.append(".._-+".charAt(random.nextInt(5))).append(one(WORDS, random));
        }
        address.append(random.nextInt(5) == 0 ? "+" + one(TAGS, random) : "").append('@');
        for (int i = random.nextInt(3); i >= 0; i -= 2) {
            address.append(one(LABELS, random)).append('.');
        }
        address.append(one(TOP_LEVELS, random));
        return switch (random.nextInt(4)) {
            case 0 -> Normalizer.normalize(address, Normalizer.Form.NFD);
            case 1 -> Normalizer.normalize(address, Normalizer.Form.NFC);
            default -> address.toString();
        };
    }

    /** As it is, or as JSON, a URL or HTML may write it. */
    private static String written(String address, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> json(address);
            case 1 -> percent(address);
            case 2 -> html(address);
            default -> address;
        };
    }

    private static String json(String address) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean code = c >= 128 || c == '@';
            written.append(
                    code ? String.format("\\u%04x", (int) c) : c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
        }
        return written.toString();
    }

    private static String percent(String address) {
        StringBuilder written = new StringBuilder();
        for (byte b : address.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c < 128 && Character.isLetterOrDigit(c)) || "-._".indexOf(c) >= 0;
            written.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return written.toString();
    }

    private static String html(String address) {
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean plain = c < 128 && Character.isLetterOrDigit(c);
            written.append(plain ? String.valueOf(c) : "&#" + (int) c + ";");
        }
        return written.toString();
    }

    @Test
    void allOfAnAddressIsFoundBesideAnything() {
        Seeded.tries("all of an address is found beside anything", 30_000, random -> {
            boolean other = random.nextInt(6) == 0;
            String address = other ? one(OTHERS, random) : address(random);
            boolean word = Character.isLetterOrDigit(address.charAt(0)) && address.charAt(0) < 128;
            String around = switch (random.nextInt(5)) {
                // where a name in another script begins nobody can tell
                case 0 ->
                    (word ? one(WORDS_BEFORE, random) : "to ")
                            + "%s"
                            + (random.nextBoolean() ? one(WORDS_BEHIND, random) : "");
                case 1 -> "to %s" + one(WORDS_BEHIND, random);
                default -> one(AROUND, random);
            };
            int at = around.indexOf("%s");
            String value = written(address, random);
            String text = around.substring(0, at) + value + around.substring(at + 2);

            assertThat(found(text, random)).as(text).containsExactly(new Span(at, at + value.length()));
        });
    }

    @Test
    void eachOfSeveralAddressesIsFound() {
        Seeded.tries("each of several addresses is found", 5_000, random -> {
            String first = written(address(random), random);
            String second = written(address(random), random);
            String between = one(BETWEEN, random);
            String text = "to " + first + between + second + " now";
            int behind = 3 + first.length();

            assertThat(found(text, random))
                    .as(text)
                    .containsExactly(
                            new Span(3, behind),
                            new Span(behind + between.length(), behind + between.length() + second.length()));
        });
    }

    /** A word of a script with spaces may be masked with what it is glued to, and the user of a URL with its host. */
    @Test
    void nothingOfAnAddressIsLeft() {
        Seeded.tries("nothing of an address is left", 5_000, random -> {
            String address = written(address(random), random);
            String before = one(
                    List.of("пишите", "στο", "لدى", "אל", "https://", "smtp://", "и", "\u0301", "'", "=", "x="),
                    random);
            String after = before.endsWith("//") ? one(List.of("@mail.example.com/x", ":993/", "/"), random) : " x";
            String text = "to " + before + address + after;

            assertThat(found(text, random)).as(text).anySatisfy(span -> {
                assertThat(span.start()).isLessThanOrEqualTo(3 + before.length());
                assertThat(span.end()).isGreaterThanOrEqualTo(3 + before.length() + address.length());
            });
        });
    }
}
