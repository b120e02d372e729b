// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

/** How rows come into a table one by one, which for a while forbids some statements on it. */
public enum Streaming {
    /** By {@code tabledata.insertAll}. */
    INSERT_ALL,
    /** By the Storage Write API. */
    APPEND,
    /** By the Storage Write API as changes of rows by their primary key. */
    CHANGES
}
