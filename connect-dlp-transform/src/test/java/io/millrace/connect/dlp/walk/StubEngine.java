// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import io.millrace.connect.dlp.cloud.CloudEngine;
import io.millrace.connect.dlp.cloud.CloudException;
import io.millrace.connect.dlp.cloud.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers by a function of the question, in another order each time; or fails as told. */
final class StubEngine implements CloudEngine {
    private final Function<Question, @Nullable String> answer;
    private final Function<Question, List<Found>> found;
    private final Random random = new Random(7);
    private @Nullable CloudException failure;
    private int rows;

    StubEngine(Function<Question, @Nullable String> answer) {
        this(answer, question -> List.of());
    }

    StubEngine(Function<Question, @Nullable String> answer, Function<Question, List<Found>> found) {
        this.answer = answer;
        this.found = found;
    }

    StubEngine failing(String status, boolean worthRetrying) {
        failure = new CloudException(status, worthRetrying);
        return this;
    }

    int rows() {
        return rows;
    }

    @Override
    public Map<Question, String> deidentify(Set<Question> row) throws CloudException {
        ensureAnswers();
        rows++;
        Map<Question, String> answers = new LinkedHashMap<>();
        for (Question question : shuffled(row)) {
            String text = answer.apply(question);
            if (text != null) {
                answers.put(question, text);
            }
        }
        return answers;
    }

    @Override
    public Map<Question, List<Found>> inspect(Set<Question> texts) throws CloudException {
        ensureAnswers();
        Map<Question, List<Found>> all = new HashMap<>();
        texts.forEach(question -> all.put(question, found.apply(question)));
        return all;
    }

    private void ensureAnswers() throws CloudException {
        if (failure != null) {
            throw failure;
        }
    }

    private List<Question> shuffled(Set<Question> row) {
        List<Question> questions = new ArrayList<>(row);
        Collections.shuffle(questions, random);
        return questions;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
