// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.rules.Treatment;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were masked before. Knows a row by a hash under a key that lives as long as this object, and holds masked
 * texts only, so that a heap dump shows no value.
 */
final class RowMemory {
    /** A row's keyed hash. */
    record Key(String hash) {}

    private final HashFunction hmac;
    private final Cache<Key, List<String>> rows;
    // Each rule has one treatment as long as the transform lives: its number says as much as all that it holds
    private final IdentityHashMap<Treatment, Integer> treatments = new IdentityHashMap<>();

    RowMemory(int size, Duration timeToLive) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.hmac = Hashing.hmacSha256(key);
        this.rows = CacheBuilder.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(timeToLive)
                .build();
    }

    Key key(Collection<Question> row) {
        Hasher hasher = hmac.newHasher();
        for (Question question : row) {
            put(hasher, question.field());
            put(hasher, question.text());
            hasher.putInt(treatments.computeIfAbsent(question.treatment(), first -> treatments.size()));
            put(hasher, question.context() == null ? "" : question.context().toString());
            hasher.putBoolean(question.number()).putBoolean(question.context() == null);
        }
        return new Key(hasher.hash().toString());
    }

    private static void put(Hasher hasher, String text) {
        hasher.putInt(text.length()).putString(text, StandardCharsets.UTF_8);
    }

    /** The answers to the row of this key; null when it is not remembered. */
    @Nullable
    Map<Question, String> find(Key key, Collection<Question> row) {
        List<String> masked = rows.getIfPresent(key);
        if (masked == null) {
            return null;
        }
        Map<Question, String> answers = new HashMap<>();
        Iterator<String> texts = masked.iterator();
        row.forEach(question -> answers.put(question, texts.next()));
        return answers;
    }

    /** Keeps the masked texts as the row goes: its key says the questions in that order. */
    void keep(Key key, Collection<Question> row, Map<Question, String> answers) {
        rows.put(
                key, row.stream().map(answers::get).map(Objects::requireNonNull).toList());
    }
}
