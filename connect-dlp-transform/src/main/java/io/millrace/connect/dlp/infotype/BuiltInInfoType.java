// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.infotype;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The infoTypes that the local engine finds by itself, by Cloud DLP's names. */
public enum BuiltInInfoType {
    EMAIL_ADDRESS(
            Evidence.STRUCTURE,
            true,
            "E-mail address with a known top-level domain or an address literal",
            "email mail e-mail correo courriel"),
    PHONE_NUMBER(
            Evidence.STRUCTURE,
            true,
            "Telephone number that libphonenumber holds valid for the regions set, or a labelled one that is possible",
            "phone phones tel telephone telefon telefono teléfono téléphone telefone mobile mobil cell cellular cellphone cellulare portable handy movil móvil celular fax call calling contact dial desk landline whatsapp sms hotline msisdn phonenumber phoneno telno telnumber mobilenumber mobileno mobiltelefon handynummer telefonnummer rufnummer puhelin телефон телефона тел мобильный هاتف الهاتف جوال טלפון τηλέφωνο thoại 电话 電話 手机 手機 携帯 전화 휴대폰 โทรศัพท์"),
    CREDIT_CARD_NUMBER(
            Evidence.CHECKSUM,
            true,
            "Payment card number of 12 to 19 digits: issuer range and Luhn",
            "card cards credit debit visa mastercard amex maestro discover pan cc ccn creditcard cardnumber diners jcb unionpay rupay mir karte kreditkarte carte tarjeta carta cartao cartão kaart kort kortti karta карта карты картой cardholder payment payments pay paid paying charge charged billing billed checkout cvv cvc atm 信用卡 卡号 银行卡 カード 카드"),
    CREDIT_CARD_TRACK_NUMBER(
            Evidence.CHECKSUM,
            true,
            "Track 1 or 2 of a magnetic stripe around a valid card number",
            "track stripe magstripe swipe"),
    IBAN_CODE(
            Evidence.CHECKSUM,
            true,
            "International bank account number: length and structure by country, mod 97",
            "iban bank account konto compte cuenta"),
    SWIFT_CODE(
            Evidence.HOTWORD,
            true,
            "Bank identifier (ISO 9362) near a hotword; as a whole field it is possible",
            "swift bic swiftcode biccode bankcode"),
    CRYPTO_WALLET(Evidence.CHECKSUM, true, "Bitcoin address: Base58Check or Bech32(m)", "wallet btc bitcoin crypto"),
    IP_ADDRESS(
            Evidence.STRUCTURE,
            true,
            "IPv4 or IPv6 address; four single digits count as a version unless labelled",
            "ip ipv4 ipv6 ipaddress address addr host server client src dst source remote gateway subnet dns"),
    MAC_ADDRESS(
            Evidence.STRUCTURE,
            true,
            "EUI-48 hardware address, except broadcast and null",
            "mac macaddress ethernet wifi bssid hwaddr bluetooth"),
    MAC_ADDRESS_LOCAL(
            Evidence.STRUCTURE,
            false,
            "EUI-48 hardware address with the locally administered bit; where both are asked for, it is this one",
            "mac macaddress ethernet wifi bssid hwaddr bluetooth"),
    IMEI_HARDWARE_ID(
            Evidence.CHECKSUM,
            true,
            "Device identity of 15 digits with Luhn, or IMEISV in its printed form",
            "imei imeisv handset device"),
    ADVERTISING_ID(
            Evidence.HOTWORD,
            true,
            "UUID labelled as IDFA, AAID or another advertising id",
            "idfa aaid gaid adid advertising ifa advertisingid"),
    VEHICLE_IDENTIFICATION_NUMBER(
            Evidence.CHECKSUM,
            true,
            "VIN of 17 characters with its check digit, or labelled",
            "vin vehicle chassis fahrgestellnummer"),
    URL(
            Evidence.STRUCTURE,
            false,
            "URL with a scheme, or a host name under a known top-level domain",
            "url link website site web homepage"),
    DOMAIN_NAME(
            Evidence.STRUCTURE,
            false,
            "Host name under a known top-level domain",
            "domain domains host hostname website"),
    DATE(
            Evidence.STRUCTURE,
            false,
            "Calendar date in figures or with the name of a month in about 30 languages",
            "date day born birth dob expires expiry since today due issued"),
    TIME(Evidence.STRUCTURE, false, "Time of day", "time at clock"),
    DATE_OF_BIRTH(
            Evidence.HOTWORD,
            true,
            "Date near a birth hotword",
            "birth born dob dobs birthday birthdays birthdate birthdates dateofbirth geboren geburtsdatum geb naissance née né nacimiento nacido nacida nascita nato nata nascimento nascido nascida geboortedatum född født syntynyt urodzony urodzona narozen narozena narodený narodenia rođen rođena született születési nașterii născut doğum doğdu рождения рождение родился родилась народження народився народилася γέννησης γεννήθηκε ميلاد الميلاد לידה 出生 生年月日 생년월일"),
    AGE(Evidence.HOTWORD, false, "Age in years with its unit or label", "age aged alter edad"),
    AUTH_TOKEN(
            Evidence.STRUCTURE,
            true,
            "Bearer token, or a token with the prefix of a well-known service",
            "token bearer authorization secret apikey"),
    AWS_CREDENTIALS(Evidence.STRUCTURE, true, "AWS access key id, or labelled secret access key", "aws"),
    AZURE_AUTH_TOKEN(
            Evidence.STRUCTURE, true, "Azure storage or service bus account key", "accountkey sharedaccesskey"),
    BASIC_AUTH_HEADER(Evidence.STRUCTURE, true, "HTTP basic authorization header's credentials", "authorization"),
    ENCRYPTION_KEY(Evidence.STRUCTURE, true, "Private key in PEM form", "key"),
    GCP_API_KEY(Evidence.STRUCTURE, true, "Google API key", "key"),
    GCP_CREDENTIALS(Evidence.STRUCTURE, true, "Google OAuth access or refresh token, or client secret", "credentials"),
    HTTP_COOKIE(Evidence.HOTWORD, false, "Value of a Cookie or Set-Cookie header", "cookie"),
    JSON_WEB_TOKEN(Evidence.STRUCTURE, true, "JSON Web Token whose header is a JSON object", "jwt token"),
    OAUTH_CLIENT_SECRET(Evidence.HOTWORD, false, "Labelled OAuth client secret", "secret"),
    PASSWORD(Evidence.HOTWORD, true, "Value labelled as a password", "password"),
    STORAGE_SIGNED_URL(Evidence.STRUCTURE, false, "Signed URL of Google Cloud Storage, S3 or Azure", "url"),
    XSRF_TOKEN(Evidence.HOTWORD, false, "Labelled cross-site request forgery token", "xsrf csrf"),
    US_SOCIAL_SECURITY_NUMBER(
            Evidence.STRUCTURE,
            true,
            "SSN in 3-2-4 groups outside never-issued ranges; nine bare digits only with a hotword",
            "ssn social ssns socialsecurity socialsecuritynumber"),
    US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER(
            Evidence.STRUCTURE,
            true,
            "ITIN in 3-2-4 groups; nine bare digits only with a hotword",
            "itin taxpayer tax tin individual"),
    US_EMPLOYER_IDENTIFICATION_NUMBER(
            Evidence.HOTWORD, false, "EIN with a campus prefix in use", "ein fein employer tax tin"),
    US_BANK_ROUTING_MICR(
            Evidence.CHECKSUM,
            true,
            "ABA routing number: Federal Reserve prefix and checksum",
            "routing aba rtn micr transit bank"),
    US_PASSPORT(Evidence.HOTWORD, false, "US passport number near a hotword", "passport passeport travel"),
    US_DRIVERS_LICENSE_NUMBER(
            Evidence.HOTWORD,
            false,
            "Driver's licence number near a hotword",
            "driver drivers license licence dl dln permit"),
    US_HEALTHCARE_NPI(Evidence.CHECKSUM, true, "National provider identifier: Luhn over 80840", "npi provider"),
    US_DEA_NUMBER(
            Evidence.CHECKSUM, true, "Drug Enforcement Administration number with its check digit", "dea prescriber"),
    US_MEDICARE_BENEFICIARY_ID_NUMBER(
            Evidence.STRUCTURE, true, "Medicare beneficiary identifier (MBI)", "mbi medicare beneficiary"),
    CANADA_SOCIAL_INSURANCE_NUMBER(Evidence.CHECKSUM, true, "SIN: Luhn", "sin social insurance nas assurance canada"),
    UK_NATIONAL_INSURANCE_NUMBER(Evidence.STRUCTURE, true, "NINO with a prefix in use", "nino insurance ni"),
    UK_NATIONAL_HEALTH_SERVICE_NUMBER(Evidence.CHECKSUM, true, "NHS number: mod 11", "nhs health patient"),
    UK_PASSPORT(Evidence.HOTWORD, false, "UK passport number near a hotword", "passport travel"),
    FRANCE_NIR(
            Evidence.CHECKSUM,
            true,
            "French social security number (NIR): structure and mod 97",
            "nir insee securite sécurité sociale"),
    FRANCE_CNI(Evidence.HOTWORD, false, "French identity card number near a hotword", "cni identite identité carte"),
    GERMANY_IDENTITY_CARD_NUMBER(
            Evidence.CHECKSUM,
            true,
            "German identity card number with its check digit",
            "personalausweis ausweis ausweisnummer identity identitätskarte"),
    GERMANY_TAXPAYER_IDENTIFICATION_NUMBER(
            Evidence.CHECKSUM,
            true,
            "German tax id: mod 11,10",
            "steuer steuerid idnr steueridentifikationsnummer steuernummer tin identifikationsnummer tax taxpayer"),
    ITALY_FISCAL_CODE(
            Evidence.CHECKSUM, true, "Codice fiscale of persons, or of companies in 11 digits", "codice fiscale cf"),
    SPAIN_NIF_NUMBER(Evidence.CHECKSUM, true, "Spanish NIF: digits and check letter", "nif dni documento"),
    SPAIN_DNI_NUMBER(Evidence.CHECKSUM, false, "Spanish DNI: eight digits and check letter", "dni nif documento"),
    SPAIN_NIE_NUMBER(
            Evidence.CHECKSUM, true, "Spanish NIE: X, Y or Z, digits and check letter", "nie extranjero extranjeros"),
    NETHERLANDS_BSN_NUMBER(
            Evidence.CHECKSUM, true, "Burgerservicenummer: elfproef", "bsn burgerservicenummer sofinummer sofi"),
    BELGIUM_NATIONAL_ID_CARD_NUMBER(
            Evidence.CHECKSUM,
            false,
            "Belgian national number: birth date and mod 97",
            "rijksregisternummer registre insz niss national"),
    SWITZERLAND_SOCIAL_SECURITY_NUMBER(
            Evidence.CHECKSUM, true, "Swiss AHV number: 756 and EAN-13", "ahv avs oasi social insurance"),
    SWEDEN_NATIONAL_ID_NUMBER(
            Evidence.CHECKSUM,
            true,
            "Personnummer: birth date and Luhn",
            "personnummer personal identity samordningsnummer national"),
    FINLAND_NATIONAL_ID_NUMBER(
            Evidence.CHECKSUM,
            true,
            "Henkilötunnus: birth date and mod 31",
            "hetu henkilötunnus henkilotunnus personbeteckning personal identity national"),
    DENMARK_CPR_NUMBER(Evidence.STRUCTURE, true, "CPR number: birth date of a fitting century", "cpr personnummer"),
    POLAND_PESEL_NUMBER(Evidence.CHECKSUM, true, "PESEL: birth date and check digit", "pesel national"),
    TURKEY_ID_NUMBER(
            Evidence.CHECKSUM,
            true,
            "T.C. kimlik numarası: two check digits",
            "kimlik tckn tc turkey turkish national"),
    BRAZIL_CPF_NUMBER(Evidence.CHECKSUM, true, "CPF: two check digits", "cpf tax taxpayer"),
    MEXICO_CURP_NUMBER(Evidence.CHECKSUM, true, "CURP: structure, birth date, state and check digit", "curp"),
    INDIA_AADHAAR_INDIVIDUAL(Evidence.CHECKSUM, true, "Aadhaar: Verhoeff", "aadhaar aadhar uidai uid"),
    INDIA_PAN_INDIVIDUAL(Evidence.STRUCTURE, true, "Permanent account number of a person", "pan permanent"),
    INDIA_GST_INDIVIDUAL(
            Evidence.CHECKSUM, false, "GST identification number: state, PAN and check character", "gst gstin"),
    AUSTRALIA_TAX_FILE_NUMBER(Evidence.CHECKSUM, true, "TFN: mod 11", "tfn tax"),
    AUSTRALIA_MEDICARE_NUMBER(Evidence.CHECKSUM, true, "Medicare card number with its check digit", "medicare"),
    SINGAPORE_NATIONAL_REGISTRATION_ID_NUMBER(
            Evidence.CHECKSUM, true, "NRIC or FIN; surer with the right check letter", "nric fin singapore"),
    JAPAN_INDIVIDUAL_NUMBER(Evidence.CHECKSUM, true, "My Number: check digit", "mynumber マイナンバー 個人番号 individual"),
    KOREA_RRN(
            Evidence.STRUCTURE,
            true,
            "Resident registration number: birth date; surer with the check digit",
            "rrn resident 주민등록번호 registration"),
    CHINA_RESIDENT_ID_NUMBER(
            Evidence.CHECKSUM,
            true,
            "Resident identity number: province, birth date and mod 11-2",
            "resident identity national 身份证 身份证号"),
    THAILAND_NATIONAL_ID_NUMBER(
            Evidence.CHECKSUM, false, "Thai national id: check digit", "thai thailand national เลขประจำตัวประชาชน"),
    SOUTH_AFRICA_ID_NUMBER(
            Evidence.CHECKSUM, false, "South African id: birth date and Luhn", "rsa south african identity national");

    /**
     * The named set {@code default.v1}: what identifies a person, a device or an account, and credentials. A later
     * version gets a new name, so that an upgrade never changes what a policy finds.
     */
    public static final Set<InfoType> DEFAULT_V1 = Arrays.stream(values())
            .filter(type -> type.inDefaultV1)
            .map(BuiltInInfoType::infoType)
            .collect(Collectors.collectingAndThen(Collectors.toCollection(TreeSet::new), Set::copyOf));

    // Names that other tools use for the same thing.
    private static final Map<String, BuiltInInfoType> ALIASES =
            Map.of("US_NATIONAL_PROVIDER_IDENTIFIER", US_HEALTHCARE_NPI);

    private static final Map<String, BuiltInInfoType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final Evidence evidence;
    private final boolean inDefaultV1;
    private final String meaning;
    private final String hotwords;

    BuiltInInfoType(Evidence evidence, boolean inDefaultV1, String meaning, String hotwords) {
        this.evidence = evidence;
        this.inDefaultV1 = inDefaultV1;
        this.meaning = meaning;
        this.hotwords = hotwords;
    }

    /** What speaks for a finding. */
    public enum Evidence {
        /** A checksum, besides structure. */
        CHECKSUM,
        /** A structure that other text rarely has. */
        STRUCTURE,
        /** A hotword near it or in the field's name; without one it is not reported at POSSIBLE. */
        HOTWORD
    }

    /** The built-in of this name or of a known other name for it. */
    public static Optional<BuiltInInfoType> named(String name) {
        BuiltInInfoType alias = ALIASES.get(name);
        return alias != null ? Optional.of(alias) : Optional.ofNullable(BY_NAME.get(name));
    }

    public InfoType infoType() {
        return new InfoType(name());
    }

    public Evidence evidence() {
        return evidence;
    }

    public boolean inDefaultV1() {
        return inDefaultV1;
    }

    /** One line for the manual. */
    public String meaning() {
        return meaning;
    }

    /** Lower-case words whose nearness raises the likelihood. */
    public Set<String> hotwords() {
        return Set.of(hotwords.split(" "));
    }
}
