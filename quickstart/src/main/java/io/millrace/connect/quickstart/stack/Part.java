// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.quickstart.stack;

/** What can be stopped, and never fails to. */
public interface Part extends AutoCloseable {
    @Override
    void close();
}
