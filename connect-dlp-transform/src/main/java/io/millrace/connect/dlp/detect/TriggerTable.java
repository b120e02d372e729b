// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static io.millrace.connect.dlp.infotype.BuiltInInfoType.*;

import io.millrace.connect.dlp.detect.contact.EmailRecogniser;
import io.millrace.connect.dlp.detect.contact.PhoneReader;
import io.millrace.connect.dlp.detect.network.AddressReader;
import io.millrace.connect.dlp.detect.network.ColonAddressRecogniser;
import io.millrace.connect.dlp.detect.network.HostRecogniser;
import io.millrace.connect.dlp.detect.network.HyphenAddressRecogniser;
import io.millrace.connect.dlp.detect.network.TopLevelDomains;
import io.millrace.connect.dlp.detect.network.UrlRecogniser;
import io.millrace.connect.dlp.detect.number.AmericanNumbers;
import io.millrace.connect.dlp.detect.number.AsiaPacificNumbers;
import io.millrace.connect.dlp.detect.number.BirthDateNumbers;
import io.millrace.connect.dlp.detect.number.BirthDates;
import io.millrace.connect.dlp.detect.number.CardNumbers;
import io.millrace.connect.dlp.detect.number.DateReader;
import io.millrace.connect.dlp.detect.number.DeviceNumbers;
import io.millrace.connect.dlp.detect.number.EastAsianDate;
import io.millrace.connect.dlp.detect.number.EuropeanNumbers;
import io.millrace.connect.dlp.detect.number.FormTable;
import io.millrace.connect.dlp.detect.number.GroupRecogniser;
import io.millrace.connect.dlp.detect.number.IbanReader;
import io.millrace.connect.dlp.detect.number.NumberForm;
import io.millrace.connect.dlp.detect.number.SwiftRecogniser;
import io.millrace.connect.dlp.detect.number.TimeReader;
import io.millrace.connect.dlp.detect.number.TrackRecogniser;
import io.millrace.connect.dlp.detect.number.WalletReader;
import io.millrace.connect.dlp.detect.secret.AccountRecogniser;
import io.millrace.connect.dlp.detect.secret.BearerRecogniser;
import io.millrace.connect.dlp.detect.secret.CallRecogniser;
import io.millrace.connect.dlp.detect.secret.FormPartRecogniser;
import io.millrace.connect.dlp.detect.secret.InnerTokenRecogniser;
import io.millrace.connect.dlp.detect.secret.InsertRecogniser;
import io.millrace.connect.dlp.detect.secret.LabelRecogniser;
import io.millrace.connect.dlp.detect.secret.OptionRecogniser;
import io.millrace.connect.dlp.detect.secret.OtherScriptRecogniser;
import io.millrace.connect.dlp.detect.secret.PairRecogniser;
import io.millrace.connect.dlp.detect.secret.PrivateKeyRecogniser;
import io.millrace.connect.dlp.detect.secret.SecureStringRecogniser;
import io.millrace.connect.dlp.detect.secret.SentenceRecogniser;
import io.millrace.connect.dlp.detect.secret.SessionRecogniser;
import io.millrace.connect.dlp.detect.secret.TokenReader;
import io.millrace.connect.dlp.detect.secret.TokenRecogniser;
import io.millrace.connect.dlp.detect.secret.UserInfoRecogniser;
import io.millrace.connect.dlp.detect.text.Chars;
import io.millrace.connect.dlp.detect.text.GroupReader;
import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which recogniser looks at which character of ASCII; only those that the wanted infoTypes need. */
final class TriggerTable {

    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int NOTHING = 0;
    private static final int ANYTHING = -1;
    private static final String DIGITS = "0123456789";
    private static final String BRACKETS = "{}[]";
    // What escapes begin with; nobody else looks at these
    private static final String ESCAPES = "\\%&\u001B";

    private final @Nullable Recogniser[] byCharacter = new Recogniser[128];
    // Whether somebody looks at a character that another follows: most full stops and capitals interest nobody. The
    // number of a
    // mask of what may come third, since some pairs are common and hardly ever go on so
    private final byte[] pairs = new byte[128 * 128];
    private final List<Integer> masks = new ArrayList<>(List.of(NOTHING, ANYTHING));
    private final int[] maskOf;
    // Also in the table; by far the most called, so it is called directly
    private final @Nullable GroupRecogniser groups;
    // As above: the commonest mark of a document
    private final @Nullable ColonTrigger colons;
    // Also in the table; asked about the field's name too
    private final @Nullable LabelRecogniser labels;
    private final @Nullable Recogniser otherScripts;
    private final Set<BuiltInInfoType> wanted;

    TriggerTable(Map<BuiltInInfoType, Likelihood> floors, List<String> regions, LocalDate today) {
        this.wanted = floors.keySet();
        TopLevelDomains domains = new TopLevelDomains();
        labels = LabelRecogniser.TYPES.stream().anyMatch(wanted::contains) ? new LabelRecogniser() : null;
        otherScripts = wanted.contains(PASSWORD) ? new OtherScriptRecogniser() : null;
        groups = groups(floors, regions, new BirthDates(today));
        if (groups != null) {
            on(DIGITS, groups);
            on(BRACKETS, TriggerTable::readBracket);
        }
        if (wants(PASSWORD, EMAIL_ADDRESS)) {
            on("@", new AccountRecogniser()); // before those who would take it for an address
        }
        if (wants(EMAIL_ADDRESS, DOMAIN_NAME)) {
            on("@", new EmailRecogniser(domains));
        }
        if (wants(URL, DOMAIN_NAME)) {
            on(".", new HostRecogniser(domains));
        }
        colons = colons(domains);
        if (colons != null) {
            on(":", colons);
        }
        if (wants(MAC_ADDRESS, MAC_ADDRESS_LOCAL)) {
            on("-", next -> Chars.isHex((char) next), new HyphenAddressRecogniser());
        }
        if (labels != null) {
            on("=>", labels);
            addSecretPlaces();
        }
        addCredentials();
        if (wants(CREDIT_CARD_TRACK_NUMBER, CREDIT_CARD_NUMBER)) {
            on("^=", new TrackRecogniser());
        }
        if (wants(SWIFT_CODE)) {
            on(UPPER, next -> Chars.isUpper((char) next), new SwiftRecogniser());
        }
        on(ESCAPES, TriggerTable::passEscape);
        on("#", next -> next == '0', TriggerTable::passEscape);
        maskOf = masks.stream().mapToInt(Integer::intValue).toArray();
    }

    private void addCredentials() {
        if (wants(AUTH_TOKEN, AWS_CREDENTIALS, GCP_API_KEY, GCP_CREDENTIALS, JSON_WEB_TOKEN)) {
            for (char trigger : TokenRecogniser.triggers().toCharArray()) {
                on(String.valueOf(trigger), TokenRecogniser.continuation(trigger), TokenRecogniser.at(trigger));
            }
            on("y", next -> next == 'A', TokenRecogniser.spacedWebToken());
        }
        if (wants(AUTH_TOKEN)) {
            InnerTokenRecogniser inner = new InnerTokenRecogniser();
            for (char trigger : InnerTokenRecogniser.TRIGGERS.toCharArray()) {
                on(trigger, next -> InnerTokenRecogniser.thirds(trigger, (char) next), inner);
            }
        }
        if (wants(AUTH_TOKEN, BASIC_AUTH_HEADER)) {
            BearerRecogniser bearers = new BearerRecogniser();
            on('B', BearerRecogniser::thirds, bearers);
            on('b', BearerRecogniser::thirds, bearers);
        }
        if (wants(ENCRYPTION_KEY)) {
            on("-", next -> next == '-', new PrivateKeyRecogniser());
        }
    }

    private @Nullable ColonTrigger colons(TopLevelDomains domains) {
        boolean urls = wants(URL, DOMAIN_NAME, STORAGE_SIGNED_URL, EMAIL_ADDRESS);
        boolean users = wants(PASSWORD, AUTH_TOKEN, EMAIL_ADDRESS);
        boolean addresses = wants(IP_ADDRESS, MAC_ADDRESS, MAC_ADDRESS_LOCAL);
        if (!urls && !users && !addresses && labels == null) {
            return null;
        }
        return new ColonTrigger(
                urls ? new UrlRecogniser(domains) : null,
                users ? new UserInfoRecogniser() : null,
                addresses ? new ColonAddressRecogniser() : null,
                labels);
    }

    /** Where labels stand that no mark follows. */
    private void addSecretPlaces() {
        SentenceRecogniser sentences = new SentenceRecogniser();
        for (char trigger : SentenceRecogniser.TRIGGERS.toCharArray()) {
            on(trigger, next -> SentenceRecogniser.thirds(trigger, (char) next), sentences);
        }
        SessionRecogniser sessions = new SessionRecogniser();
        for (char trigger : SessionRecogniser.TRIGGERS.toCharArray()) {
            on(trigger, next -> SessionRecogniser.thirds(trigger, (char) next), sessions);
        }
        on("-", next -> Chars.isLetter((char) next), new OptionRecogniser());
        on("-", next -> next == 'S' || next == 's', new SecureStringRecogniser());
        on("(", next -> next == '"' || next == '\'' || next == ' ', new CallRecogniser());
        on("[", next -> next == '"' || next == '\'', new PairRecogniser());
        on("(", next -> "'\"\n nN".indexOf(next) >= 0 || Chars.isDigit((char) next), new InsertRecogniser());
        on("\"", next -> next == '\r' || next == '\n', new FormPartRecogniser());
    }

    private @Nullable GroupRecogniser groups(
            Map<BuiltInInfoType, Likelihood> floors, List<String> regions, BirthDates birth) {
        List<NumberForm> forms = new ArrayList<>();
        for (Collection<NumberForm> some : List.of(
                CardNumbers.forms(),
                AmericanNumbers.forms(birth),
                EuropeanNumbers.forms(),
                BirthDateNumbers.forms(birth),
                AsiaPacificNumbers.forms(),
                DeviceNumbers.forms())) {
            some.stream().filter(form -> wanted.contains(form.type())).forEach(forms::add);
        }
        List<GroupReader> readers = new ArrayList<>();
        if (wants(IP_ADDRESS, MAC_ADDRESS, MAC_ADDRESS_LOCAL)) {
            readers.add(new AddressReader());
        }
        if (wants(IBAN_CODE)) {
            readers.add(new IbanReader());
        }
        if (wants(CRYPTO_WALLET)) {
            readers.add(new WalletReader());
        }
        if (wants(DATE, DATE_OF_BIRTH)) {
            readers.add(new DateReader());
            readers.add(new EastAsianDate());
        }
        if (wants(TIME, AGE)) {
            readers.add(new TimeReader());
        }
        if (wants(AUTH_TOKEN, GCP_CREDENTIALS)) {
            readers.add(new TokenReader());
        }
        if (wants(PHONE_NUMBER)) {
            readers.add(new PhoneReader(regions));
        }
        if (!forms.isEmpty() || !readers.isEmpty() || wants(ADVERTISING_ID)) {
            return new GroupRecogniser(new FormTable(forms, floors), readers);
        }
        return null;
    }

    private boolean wants(BuiltInInfoType first, BuiltInInfoType... others) {
        return EnumSet.of(first, others).stream().anyMatch(wanted::contains);
    }

    private void on(String characters, Recogniser recogniser) {
        on(characters, next -> true, recogniser);
    }

    /** Lets a recogniser look at these characters where one of those follows. */
    private void on(String characters, IntPredicate next, Recogniser recogniser) {
        for (int i = 0; i < characters.length(); i++) {
            on(characters.charAt(i), follower -> next.test(follower) ? ANYTHING : NOTHING, recogniser);
        }
    }

    /** Lets it look at a character where one follows for which there is a mask of what may come third, by its last five bits. */
    private void on(char c, IntUnaryOperator thirds, Recogniser recogniser) {
        for (int follower = 0; follower < 128; follower++) {
            int pair = c << 7 | follower;
            int mask = masks.get(pairs[pair]) | thirds.applyAsInt(follower);
            if (!masks.contains(mask)) {
                masks.add(mask);
            }
            pairs[pair] = (byte) masks.indexOf(mask);
        }
        Recogniser before = byCharacter[c];
        byCharacter[c] = before == null
                ? recogniser
                : (scan, position) -> Math.min(before.at(scan, position), recogniser.at(scan, position));
    }

    /** Runs every recogniser over a text. */
    void scan(Scan scan) {
        if (!scan.text().isFolded() && scan.text().hasBackslash()) {
            scan.fold(); // it will be needed: better now than after half of the text
        }
        char[] chars = scan.chars();
        int n = scan.length();
        int i = next(chars, 0, n);
        while (i < n) {
            char c = chars[i];
            if (groups != null && Chars.isDigit(c)) {
                i = groups.at(scan, i);
            } else if (colons != null && c == ':') {
                i = colons.at(scan, i);
            } else if (isToBeFolded(scan, i)) {
                scan.fold();
                n = scan.length();
                i = 0;
            } else {
                Recogniser recogniser = c < 128 ? byCharacter[c] : otherScripts;
                i = recogniser == null ? i + 1 : recogniser.at(scan, i);
            }
            i = next(chars, i, n);
        }
        if (labels != null) {
            labels.field(scan);
        }
    }

    private static boolean isToBeFolded(Scan scan, int i) {
        return !scan.text().isFolded() && (scan.chars()[i] >= 128 || scan.text().isEscape(i));
    }

    private static int readBracket(Scan scan, int position) {
        scan.readBracket(position);
        return position + 1;
    }

    private static int passEscape(Scan scan, int position) {
        return position + 1;
    }

    /** The next character that someone looks at, with what follows it, or that is beyond ASCII. */
    private int next(char[] chars, int from, int n) {
        int i = nextPair(chars, from, n);
        while (i < n && !goesOn(chars, i)) {
            i = nextPair(chars, i + 1, n);
        }
        return i;
    }

    /** Most of a text is passed here, so nothing else is decided. */
    private int nextPair(char[] chars, int from, int n) {
        byte[] table = pairs;
        int i = from;
        char c = chars[i]; // there is always one more than the text has
        while (i < n) {
            char follower = chars[i + 1];
            if (c >= 128 || table[c << 7 | (follower & 127)] != 0) {
                break;
            }
            c = follower;
            i++;
        }
        return i;
    }

    /** Whether the third character is one that somebody waits for; at the buffer's end nothing may be missed. */
    private boolean goesOn(char[] chars, int i) {
        char c = chars[i];
        return c >= 128
                || i + 2 >= chars.length
                || (maskOf[pairs[c << 7 | (chars[i + 1] & 127)]] >>> chars[i + 2] & 1) != 0;
    }
}
