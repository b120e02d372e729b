// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud;

import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.rules.Treatment;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value of a record that Cloud DLP masks. It is known by what it asks, so that an answer can never be taken for that
 * to another question, in whatever order they come.
 *
 * @param field where the value stands, as {@code FieldPath} writes it; never a map's key
 * @param text the value; payload, so it is never printed
 * @param number whether the field holds a number
 * @param treatment what the rule does, one object for each rule; findings name every infoType
 * @param context the value of the context field; null when the rule names none or the record lacks it
 * @param occurrence from 0, among equal values of one field in the record: each may get an answer of its own
 */
public record Question(
        String field,
        String text,
        boolean number,
        Treatment treatment,
        @Nullable Object context,
        int occurrence) {

    /** The same again in the same record. */
    public Question nth(int another) {
        return new Question(field, text, number, treatment, context, another);
    }

    /** The questions whose texts are looked into; the others are masked whatever they say. */
    public static Set<Question> inspected(Collection<Question> row) {
        Set<Question> inspected = new LinkedHashSet<>(row);
        inspected.removeIf(question -> !question.treatment.fold(whole -> false, findings -> true, () -> false));
        return inspected;
    }

    /** True for what the rule of this field masks; one request looks for what all rules want. */
    public boolean wants(InfoType infoType) {
        return treatment.fold(whole -> false, findings -> findings.of(infoType.name()) != null, () -> false);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // one treatment for each rule, and two rules may say the same
    public boolean equals(@Nullable Object other) {
        return other instanceof Question question
                && treatment == question.treatment
                && occurrence == question.occurrence
                && number == question.number
                && field.equals(question.field)
                && text.equals(question.text)
                && Objects.equals(context, question.context);
    }

    @Override
    public int hashCode() {
        return Objects.hash(System.identityHashCode(treatment), occurrence, field, text);
    }

    @Override
    public String toString() {
        return "Question[" + field + " ***]";
    }
}
