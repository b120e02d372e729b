// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Naming.JobName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Run ids that every worker, task and restart finds anew: UUIDs of version 5 (RFC 9562) from a job and an epoch. */
public final class RunIds {
    /** The name space of our ids; any fixed UUID does. */
    private static final UUID SPACE = UUID.fromString("6f7a2c1e-5b0d-4b53-9a5e-6d696c6c7261");

    private RunIds() {}

    /**
     * The run of the job that carries {@code input} to {@code output} in {@code epoch}. Another name of either is another run: a
     * catalog that keeps what a run once said (Marquez) would show the corrected name beside the wrong one for ever.
     */
    public static UUID of(JobName job, DatasetName input, DatasetName output, String epoch) {
        return of(job, String.join("\u0000", epoch, input.toString(), output.toString()));
    }

    /** The run of {@code job} in {@code epoch}; the same epoch, the same run. */
    public static UUID of(JobName job, String epoch) {
        byte[] name = (job.namespace() + '\u0000' + job.name() + '\u0000' + epoch).getBytes(StandardCharsets.UTF_8);
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(SPACE.getMostSignificantBits())
                    .putLong(SPACE.getLeastSignificantBits())
                    .flip());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
            long most = (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L;
            long least = (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
            return new UUID(most, least);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
