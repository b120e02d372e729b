// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords as people tell them in other languages than English, and sentences about passwords that tell none. */
class SecretLanguagesTest {

    private static final String SECRET = "Tr0ub4dor9x";

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Votre mot de passe est : %s",
                "Votre mot de passe est: %s",
                "Votre mot de passe est %s.",
                "mot de passe %s",
                "Ihr neues Kennwort ist %s.",
                "Kennwort %s",
                "KENNWORT LAUTET %s",
                "Ihr Passwort ist: %s",
                "Su contraseña es: %s",
                "Su contraseña es %s",
                "contraseña %s",
                "contrasena %s",
                "A sua senha é: %s",
                "a sua senha é %s",
                "Senha %s",
                "Uw wachtwoord is %s",
                "Ditt lösenord är %s",
                "Ditt lösenord är: %s",
                "Din adgangskode er: %s",
                "Twoje hasło to: %s",
                "hasło to %s",
                "Twoje hasło %s",
                "пароль %s",
                "ПАРОЛЬ %s",
                "пароль — %s",
                "Ваш пароль: %s.",
                "密码是%s",
                "密码是：%s",
                "密码为%s，请勿外传",
                "您的密码是 %s。",
                "密碼「%s」",
                "パスワードは「%s」です",
                "パスワードは%sです",
                "新しいパスワードは %s です",
                "비밀번호는 %s 입니다",
                "비밀번호는 %s입니다",
            })
    void findsAPasswordThatASentenceTells(String sentence) {
        assertThat(found(sentence.replace("%s", SECRET))).containsExactly(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mot de passe est obligatoire",
                "mot de passe est requis : oui",
                "Le mot de passe est expiré depuis 3 jours",
                "senha incorreta para jane",
                "contraseña incorrecta",
                "Kennwort falsch (3 Versuche)",
                "wachtwoord vergeten? klik hier",
                "database version 1.2.3a",
                "release v2a of the case a1b2",
                "phrase es: a12bcd",
                "пароль от почты изменён в 12:30",
                "пароль должен содержать 8 символов",
                "密码错误3次",
                "密码长度为8位",
                "パスワードは8文字以上",
                "パスワードはSHA256で保存",
                "비밀번호는 8자 이상",
            })
    void nothingElseIs(String sentence) {
        assertThat(found(sentence)).isEmpty();
    }

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }
}
