// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Objects in buckets, as load jobs need them. Thread-safe. */
public interface ObjectReader {
    /** Where a bucket is, as {@code EU}; empty where there is no such bucket. */
    Optional<String> location(String bucket);

    /** Names that begin with {@code prefix}, in their order; empty where there is no such bucket. */
    List<String> list(String bucket, String prefix);

    /** The bytes of an object; empty where there is none. */
    Optional<InputStream> open(String bucket, String name) throws IOException;

    /** A world without buckets. */
    static ObjectReader none() {
        return new ObjectReader() {
            @Override
            public Optional<String> location(String bucket) {
                return Optional.empty();
            }

            @Override
            public List<String> list(String bucket, String prefix) {
                return List.of();
            }

            @Override
            public Optional<InputStream> open(String bucket, String name) {
                return Optional.empty();
            }
        };
    }
}
