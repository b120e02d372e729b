// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.faults;

/**
 * One thing a client asked of the emulator.
 *
 * @param method Google's name of it: {@code AppendRows} and the other gRPC methods, {@code tables.patch}, {@code
 *     tabledata.insertAll}, {@code objects.compose} …; {@code jobs.run} is what becomes of a load job after its insert,
 *     {@code statements.run} what becomes of a query job, which may end with an error
 * @param resource what it is about: {@code project.dataset.table}, {@code project.dataset}, {@code bucket/object}; a
 *     write stream counts as its table
 */
public record Call(Surface surface, String method, String resource) {
    /** Which front took the call; decides which faults can happen to it. */
    public enum Surface {
        /** One request on an AppendRows connection. */
        APPEND,
        /** Any other gRPC call. */
        GRPC,
        /** A call of a JSON API. */
        REST,
        /** The rows of one insertAll, once its call was let through. */
        INSERT,
        /** One job's way from PENDING to DONE. */
        JOB
    }

    public static Call append(String resource) {
        return new Call(Surface.APPEND, "AppendRows", resource);
    }

    public static Call grpc(String method, String resource) {
        return new Call(Surface.GRPC, method, resource);
    }

    /** The rows of an insertAll on their way into {@code resource}, a table. */
    public static Call insert(String resource) {
        return new Call(Surface.INSERT, "tabledata.insertAll", resource);
    }

    /** A load job under way; {@code resource} is the table that it loads. */
    public static Call job(String resource) {
        return new Call(Surface.JOB, "jobs.run", resource);
    }

    /** A statement under way, once its job was taken; {@code resource} is the job, as {@code jobs.insert} has it. */
    public static Call statement(String resource) {
        return new Call(Surface.JOB, "statements.run", resource);
    }

    public static Call rest(String method, String resource) {
        return new Call(Surface.REST, method, resource);
    }
}
