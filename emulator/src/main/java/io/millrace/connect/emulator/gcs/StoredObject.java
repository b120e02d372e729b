// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.gcs;

import com.google.api.services.storage.model.StorageObject;

/** One generation of an object; {@code metadata} is not changed after this was made. */
record StoredObject(StorageObject metadata, Content content) {
    StorageObject copy() {
        return metadata.clone();
    }

    long generation() {
        return metadata.getGeneration();
    }

    long metageneration() {
        return metadata.getMetageneration();
    }
}
