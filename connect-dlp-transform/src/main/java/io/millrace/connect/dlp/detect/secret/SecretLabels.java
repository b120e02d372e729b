// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AWS_CREDENTIALS;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.AZURE_AUTH_TOKEN;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.HTTP_COOKIE;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.OAUTH_CLIENT_SECRET;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.PASSWORD;
import static io.millrace.connect.dlp.infotype.BuiltInInfoType.XSRF_TOKEN;

import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.WordIndex;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What secrets are called: the last words of a name, in any spelling ({@code DB_PASSWORD}, {@code userPassword},
 * {@code spring.datasource.password}, {@code password1}). Reused; one thread.
 */
final class SecretLabels {

    /** The longest name that is looked at; of longer ones the end. */
    static final int LONGEST = 48;

    private static final List<Label> LABELS = List.of(
            new Label(
                    PASSWORD,
                    "password passwd pwd passphrase passwort kennwort contraseña contrasena motdepasse wachtwoord senha "
                            + "parola lozinka hasło haslo heslo jelszó lösenord losenord adgangskode salasana şifre пароль "
                            + "密码 密碼 パスワード 비밀번호 dbpass userpass rootpass adminpass smtppass mailpass ftppass mysqlpass "
                            + "pgpass redispass"),
            new Label(
                    AUTH_TOKEN,
                    "authorization proxyauthorization token apikey secretkey apisecret secret accesskey signingkey "
                            + "encryptionkey masterkey privatekey authkey subscriptionkey sessionkey sessionid sessid "
                            + "jsessionid phpsessid aspsessionid jwt bearer"),
            new Label(AWS_CREDENTIALS, "awssecretaccesskey secretaccesskey awssecretkey awssecret awssessiontoken"),
            new Label(AZURE_AUTH_TOKEN, "accountkey sharedaccesskey"),
            new Label(OAUTH_CLIENT_SECRET, "clientsecret consumersecret"),
            new Label(
                    XSRF_TOKEN,
                    "xsrftoken csrftoken xsrf csrf csrfmiddlewaretoken authenticitytoken requestverificationtoken"),
            new Label(HTTP_COOKIE, "cookie setcookie"),
            // These go on with a list, or count: no secrets
            new Label(
                    null,
                    "pagetoken nexttoken previoustoken prevtoken synctoken continuationtoken cancellationtoken "
                            + "pagingtoken cursortoken resumetoken maxtoken"));

    // Long enough to be known at the end of a word: PGPASSWORD
    private static final List<String> GLUED =
            List.of("password", "passwd", "passphrase", "passwort", "apikey", "secretkey", "accesstoken");

    private final WordIndex labels;
    private final List<@Nullable BuiltInInfoType> types = new ArrayList<>();
    // A bit for every letter before the last, by the last in either case; letters by their last five bits
    private final int[] endings = new int[128];
    private final char[] compact = new char[LONGEST];
    // Whether a word begins there
    private final boolean[] begins = new boolean[LONGEST];

    private record Label(@Nullable BuiltInInfoType type, String words) {}

    SecretLabels() {
        List<String> words = new ArrayList<>();
        for (Label label : LABELS) {
            for (String word : label.words.split(" ", -1)) {
                words.add(word);
                types.add(label.type);
                char last = word.charAt(word.length() - 1);
                if (last < endings.length) {
                    int beforeLast = 1 << word.charAt(word.length() - 2);
                    endings[last] |= beforeLast;
                    endings[Chars.upper(last)] |= beforeLast;
                }
            }
        }
        labels = new WordIndex(words);
    }

    /** True when a label ends with these characters; most keys of a document end here. */
    boolean mayEnd(char beforeLast, char last) {
        return last < endings.length ? (endings[last] >>> beforeLast & 1) != 0 : Chars.isWordLetter(last);
    }

    static boolean isPart(char c) {
        return Chars.isWord(c) || c == '_' || c == '-' || c == '.';
    }

    /** What a name calls a secret; null when it does not. */
    @Nullable
    BuiltInInfoType typeOf(char[] chars, int start, int end) {
        int length = compact(chars, Math.max(start, end - LONGEST), end);
        for (int from = 0; from < length; from++) {
            if (begins[from]) {
                int found = labels.find(compact, from, length);
                if (found != WordIndex.ABSENT) {
                    return types.get(found);
                }
            }
        }
        for (String word : GLUED) {
            int from = length - word.length();
            if (from > 0 && labels.find(compact, from, length) != WordIndex.ABSENT) {
                return types.get(labels.find(compact, from, length));
            }
        }
        return null;
    }

    /** Leaves the letters, and marks where words begin: after what is no letter, and at capitals. */
    private int compact(char[] chars, int start, int end) {
        int length = 0;
        boolean begin = true;
        for (int i = start; i < end; i++) {
            char c = chars[i];
            if (!Chars.isWordLetter(c)) {
                begin = true;
                continue;
            }
            boolean capital = Character.isUpperCase(c);
            boolean afterLower = i > start && Character.isLowerCase(chars[i - 1]);
            boolean beforeLower = i + 1 < end && Character.isLowerCase(chars[i + 1]);
            begins[length] = begin || (capital && (afterLower || beforeLower));
            compact[length++] = Chars.lower(c);
            begin = false;
        }
        return length;
    }
}
