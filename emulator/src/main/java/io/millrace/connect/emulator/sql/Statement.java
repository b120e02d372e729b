// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.TableName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement that was read; SQL texts in it are DuckDB's unless they say otherwise. */
public sealed interface Statement {
    /** The case this is. */
    <R> R accept(Visitor<R> visitor);

    /** As {@code statistics.query.statementType} names it. */
    String type();

    /** One method per case. */
    interface Visitor<R> {
        R query(Query statement);

        R write(Write statement);

        R createTable(CreateTable statement);

        R createView(CreateView statement);

        R createSchema(CreateSchema statement);

        R alterTable(AlterTable statement);

        R alterSchema(AlterSchema statement);

        R drop(Drop statement);
    }

    /** A query expression. */
    record Query(String sql) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.query(this);
        }

        @Override
        public String type() {
            return "SELECT";
        }
    }

    /**
     * DML.
     *
     * @param conflicts a query that finds a target row which more than one source row matches; null where none can
     */
    record Write(
            String type,
            TableName target,
            String sql,
            @Nullable String conflicts) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.write(this);
        }
    }

    /** What to do where the thing to be created is there already. */
    enum Existing {
        FAIL,
        KEEP,
        REPLACE
    }

    /** With {@code query} the columns may come from that. */
    record CreateTable(
            Table table, Existing existing, @Nullable String query) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createTable(this);
        }

        @Override
        public String type() {
            return query == null ? "CREATE_TABLE" : "CREATE_TABLE_AS_SELECT";
        }
    }

    /** A view, whose query is in GoogleSQL in the table's metadata. */
    record CreateView(Table table, Existing existing, List<String> columns) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createView(this);
        }

        @Override
        public String type() {
            return "CREATE_VIEW";
        }
    }

    /** A dataset. */
    record CreateSchema(List<String> path, Existing existing, Map<String, Object> options) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.createSchema(this);
        }

        @Override
        public String type() {
            return "CREATE_SCHEMA";
        }
    }

    /** Several changes of one table or view. */
    record AlterTable(TableName target, boolean ifExists, List<TableChange> changes) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.alterTable(this);
        }

        @Override
        public String type() {
            return "ALTER_TABLE";
        }
    }

    /** {@code ALTER SCHEMA … SET OPTIONS}. */
    record AlterSchema(List<String> path, boolean ifExists, Map<String, Object> options) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.alterSchema(this);
        }

        @Override
        public String type() {
            return "ALTER_SCHEMA";
        }
    }

    /** {@code kind} is TABLE, VIEW or SCHEMA. */
    record Drop(String kind, List<String> path, boolean ifExists, boolean cascade) implements Statement {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.drop(this);
        }

        @Override
        public String type() {
            return "DROP_" + kind;
        }
    }

    /** One change of ALTER TABLE. */
    record TableChange(
            Kind kind, @Nullable String column, @Nullable TableFieldSchema field, Map<String, Object> options) {
        /** What changes. */
        public enum Kind {
            ADD_COLUMN,
            ADD_COLUMN_IF_NOT_EXISTS,
            DROP_COLUMN,
            DROP_COLUMN_IF_EXISTS,
            RENAME_COLUMN,
            SET_TYPE,
            DROP_NOT_NULL,
            SET_DEFAULT,
            DROP_DEFAULT,
            SET_COLUMN_OPTIONS,
            SET_OPTIONS,
            ADD_PRIMARY_KEY,
            DROP_PRIMARY_KEY
        }
    }
}
