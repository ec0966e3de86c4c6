//! What every database must do: one list of checks, and every backend passes all.
//!
//! A check is a function that gets a [`Backend`](backend::Backend) and looks at
//! the outcome from outside. The list is below; a check that is not in it does not
//! compile without a warning. What is one database's own is in `tests/sqlite` and
//! `tests/postgres`.

mod arguments;
mod autocommit;
mod backend;
mod batched_rows;
mod batches;
mod children;
mod columns;
mod combined;
mod concurrent;
mod constraints;
mod data;
mod domains;
mod dry_runs;
mod enumerations;
mod failures;
mod holder;
mod killed;
mod looking;
mod names;
mod naming;
mod noop;
mod objects;
mod out_of_order;
mod outside;
mod panics;
mod policies;
mod progress;
mod random_changes;
use random_changes::found;
mod repairs;
mod resumed;
mod reversed;
mod routines;
mod shown;
mod squashes;
mod stamps;
mod steps;
mod strange;
#[path = "../support/mod.rs"]
mod support;
mod tables;
mod targets;
mod there_and_back;
mod transactions;
mod undone;
mod values;
mod verbs;
mod views;

/// Makes a test of every check, for one backend: `sqlite::upgrade_twice_changes_nothing`.
macro_rules! suite {
    ($name:ident: $backend:ident) => {
        suite! { $name: $backend,
            arguments: [
                migrations_hear_what_the_run_says
                where_nothing_is_said_nothing_is_heard
            ]
            autocommit: [
                a_block_inside_a_larger_transaction_is_refused
                a_change_of_a_table_between_blocks_is_made_once
                a_failure_after_a_block_rolls_back_to_its_end
                a_failure_in_a_block_keeps_what_was_before_it
                a_failure_swallowed_in_a_block_cannot_be_committed
                a_read_that_writes_before_a_block_is_refused_before_anything_is_kept
                blocks_nest_and_change_nothing_outside_a_transaction
                reads_around_blocks_see_what_was_done
                what_is_before_and_after_a_block_is_in_transactions
            ]
            batched_rows: [
                batches_go_through_tables_of_any_size
                batches_have_the_rows_for_which_the_conditions_hold
                keys_of_any_type_are_gone_by
                names_of_any_text_are_gone_by
                what_cannot_be_done_in_batches_is_refused
            ]
            batches: [
                a_batch_begun_outside_a_transaction_goes_on_inside_one
                a_cancelled_one_goes_on_behind_its_last_batch
                a_changed_one_is_not_taken_for_the_one_that_began
                a_killed_one_changes_each_row_once
                a_refused_batch_keeps_the_ones_before_it
                batches_around_blocks_run_once
                batches_inside_a_transaction_are_kept_or_undone_with_it
                batches_outside_a_transaction_are_kept_one_by_one
                processes_share_the_batches_of_one
                rows_added_behind_the_end_are_left_alone
            ]
            columns: [
                a_column_becomes_an_enumeration_and_a_text_again
                a_column_changes_its_type_and_keeps_its_values
                a_column_counts_in_its_own_way_or_is_refused
                a_column_is_added_and_dropped_only_if_it_is_not_there
                a_computed_column_follows_the_others
                a_key_that_counts_never_gives_a_value_twice
                a_type_stays_while_a_column_has_it
                columns_are_added_renamed_and_dropped
                texts_are_compared_by_their_collation
            ]
            combined: [
                several_sets_go_up_and_down_together
            ]
            concurrent: [
                a_holder_that_never_lets_go_is_waited_for_up_to_the_limit
                a_stamp_waits_like_the_others
                processes_that_start_at_once_run_each_revision_once
                processes_that_start_at_once_share_steps_outside_a_transaction
                what_another_did_before_the_lock_is_not_done_again
            ]
            constraints: [
                a_constraint_is_renamed
                a_constraint_leaves_old_rows_unchecked_until_it_is_validated
                a_constraint_that_is_not_there_is_an_error_unless_so_said
                a_constraint_that_rows_break_is_not_added
                a_foreign_key_can_wait_for_the_end_of_the_transaction
                constraints_come_and_go
                every_text_is_a_name_of_a_constraint
                several_changes_are_made_at_once
                what_a_dialect_cannot_do_is_refused_before_anything_runs
                what_only_some_constraints_can_be_is_kept_or_refused
            ]
            data: [
                a_key_that_is_one_integer_counts_by_itself
                a_migration_reads_what_it_and_others_have_written
                a_read_in_a_downgrade_sees_the_data_too
                every_kind_of_value_is_written_and_read_back
                many_rows_are_inserted
                truth_values_come_back_as_such
            ]
            dry_runs: [
                a_change_of_a_table_that_is_referred_to_is_planned_once
                a_half_done_step_is_planned_from_where_it_stopped
                a_migrations_own_error_is_the_plans
                a_plan_looks_at_the_database_as_it_is
                a_plan_of_an_empty_database_creates_nothing
                a_plan_says_what_runs_outside_a_transaction
                a_plan_tells_what_the_verb_then_does
                a_plan_with_nothing_to_do_is_empty
                a_planned_stamp_says_the_rows_and_what_it_gives_up
                a_spliced_revision_is_planned_where_it_would_run
                a_step_says_all_there_is_to_say
                a_step_that_reads_is_known_up_to_there_and_the_next_one_whole
                sql_of_a_migrations_own_is_looked_at_too
                what_would_be_refused_is_the_same_error
            ]
            enumerations: [
                an_enumeration_is_created_changed_renamed_and_dropped
            ]
            failures: [
                a_deferred_constraint_fails_at_the_commit
                a_failing_downgrade_keeps_the_revision
                a_failing_statement_of_a_rust_migration_is_named_with_its_call
                a_failure_after_a_read_is_counted_with_it
                a_failure_before_a_read_is_not_laid_at_the_reads_door
                a_failure_in_the_first_migration_leaves_nothing_at_all
                a_migration_that_takes_away_its_version_row_is_rolled_back
                a_migrations_own_error_is_shown_and_nothing_of_it_kept
                a_missing_downgrade_is_refused_before_the_first_step
                a_missing_table_is_named_with_its_line
                a_row_says_what_it_has_and_what_to_do
                a_swallowed_failure_cannot_be_committed
                a_syntax_error_in_the_middle_is_not_taken_for_another_statement
                a_syntax_error_of_an_sql_migration_is_named_with_its_line
                an_error_before_anything_was_sent_is_shown_too
                the_call_that_fails_is_named_by_its_line
                the_first_and_the_last_statement_are_named_as_well
                what_failed_runs_when_it_is_mended
                what_is_there_already_may_be_a_case_for_stamp
            ]
            killed: [
                a_killed_upgrade_goes_on_inside_a_revision_outside_a_transaction
                a_killed_upgrade_leaves_a_revision_boundary_and_the_next_run_finishes
            ]
            looking: [
                a_log_has_every_row_newest_first
                a_log_of_a_database_without_a_history_is_empty
                a_status_has_every_revision_in_its_state
                a_status_is_true_whatever_the_policies_say
                a_status_says_how_far_a_half_done_step_is
                a_status_tells_rows_of_a_newer_program_from_unknown_ones
                words_of_a_later_version_are_shown_as_they_are
            ]
            names: [
                a_name_may_have_sixty_three_bytes
                a_name_that_cannot_be_is_refused_before_anything_runs
                a_version_table_that_cannot_be_is_refused
                every_text_is_a_name_of_tables_columns_and_indexes
                the_version_table_can_have_any_name
                two_sets_share_a_database_under_two_names
            ]
            naming: [
                a_key_with_a_name_counts_by_itself_all_the_same
                a_template_that_is_none_is_refused_before_anything_runs
                the_convention_is_the_applications
                the_librarys_own_tables_follow_no_convention
                what_has_no_name_gets_one_that_is_the_same_everywhere
                without_a_convention_the_database_has_its_way
            ]
            noop: [
                a_database_of_alembic_takes_no_history
                a_start_with_nothing_to_do_takes_one_exchange
                a_thousand_revisions_take_no_more
                an_empty_set_writes_nothing
                another_digest_with_equal_heads_costs_one_more_read_and_no_write
                inside_the_applications_transaction_nothing_is_written_either
                pending_work_on_an_empty_read_only_database_says_so
                pending_work_where_nothing_may_be_written_says_so
                the_reading_verbs_take_two_exchanges_at_most
                two_programs_side_by_side_never_write_in_turn
            ]
            domains: [
                a_domain_is_created_replaced_renamed_and_dropped
            ]
            objects: [
                a_dropped_object_comes_back_if_its_definition_is_given
                a_schema_is_created_renamed_and_dropped
                a_sequence_is_created_altered_renamed_and_dropped
                a_table_is_divided_by_a_key
                an_extension_is_created_altered_and_dropped
                an_index_is_renamed
                drops_can_take_what_is_missing_and_what_depends_on_it
                every_text_is_a_name_of_other_objects_too
            ]
            out_of_order: [
                a_downgrade_passes_over_what_never_ran
                a_history_without_its_beginning_does_not_make_old_revisions_new
                a_nearer_target_does_not_hide_another_spliced_revision
                a_new_branch_beside_what_is_applied_is_not_out_of_order
                a_revision_spliced_in_below_can_be_applied
                a_revision_spliced_in_below_can_be_ignored
                a_revision_spliced_in_below_is_refused_by_name
                a_spliced_revision_is_still_seen_after_another_branch_went_on
                a_spliced_revision_runs_once_when_two_apply_it
                a_stamp_on_another_branch_says_nothing_of_a_spliced_revision
                of_two_spliced_revisions_the_second_is_still_seen_if_it_failed
                rows_that_another_tool_moved_say_nothing_about_the_order
            ]
            outside: [
                a_failed_one_goes_on_where_it_stopped
                a_stamp_gives_up_what_was_under_way
                a_whole_run_can_go_without_transactions
                both_kinds_of_migration_follow_each_other
                inside_a_larger_transaction_they_are_refused_before_anything_runs
                inside_a_transaction_they_are_refused_before_anything_runs
                one_that_changed_in_between_is_refused_by_name
                reading_between_the_statements_sees_them
                statements_that_no_transaction_bears_run_outside_one
                writing_through_a_read_is_refused_there
            ]
            panics: [
                a_panic_before_anything_was_sent_does_the_same
                a_panic_in_a_joined_run_undoes_the_step_alone
                a_panic_in_a_whole_run_keeps_nothing
                a_panic_outside_a_transaction_keeps_what_was_done
                a_panic_rolls_back_and_goes_on_unwinding
                an_observer_that_panics_leaves_no_transaction_open
            ]
            policies: [
                a_changed_migration_can_be_accepted
                a_changed_migration_is_refused_by_name
                a_digest_that_cannot_be_read_is_not_taken_for_ours
                a_migration_that_another_tool_took_back_may_change
                a_migration_that_was_only_stamped_may_change
                a_migration_that_was_reverted_may_change
                a_newer_database_is_told_from_an_unknown_one
                a_newer_program_is_recognized_also_by_a_branch_of_its_own
                a_pending_migration_may_change
                an_unknown_revision_is_refused_by_name
            ]
            progress: [
                cancelling_from_another_thread_interrupts_a_long_statement
                cancelling_inside_a_migration_rolls_it_back
                cancelling_stops_before_the_next_migration
                events_come_in_the_order_of_what_happens
                events_say_where_steps_and_stamps_lead
            ]
            found: [
                a_column_goes_with_a_check_that_has_moved_beside_it
                a_column_is_computed_in_the_call_that_adds_it
                a_reference_of_a_table_to_itself_costs_no_value
                an_enumeration_goes_with_the_table_that_has_brought_it
                of_two_equal_checks_the_one_that_was_added_goes
                the_rows_that_are_there_get_the_default_of_their_time
            ]
            random_changes: [
                what_is_applied_and_undone_leaves_everything_as_it_was
            ]
            repairs: [
                a_changed_migration_is_accepted_for_good
                a_half_done_step_is_given_up
                a_program_that_knows_no_repairs_is_not_disturbed
                a_repair_joins_the_applications_transaction
                a_repair_waits_for_whoever_migrates
                all_that_changed_is_accepted_at_once_and_only_once
                nothing_is_repaired_where_nothing_may_be_written
                one_missing_table_is_created_beside_the_other
                rows_of_another_tool_are_noted_before_a_repair
                the_tables_are_created_and_nothing_else
                the_tables_are_created_once_by_all_who_start_at_once
                what_is_not_to_be_repaired_is_an_error_that_names_what_is
                what_stays_half_done_is_still_seen_after_a_repair
            ]
            resumed: [
                a_half_reverted_database_is_never_up_to_date
                a_row_whose_parent_another_tool_takes_away_is_not_lost
                a_stamp_gives_up_a_half_done_downgrade
                a_statement_whose_commit_is_refused_is_not_kept
                a_step_begun_outside_a_transaction_is_not_run_again_inside_one
                rows_that_another_tool_changes_meanwhile_are_not_lost
                what_a_half_applied_step_stands_on_is_not_reverted
            ]
            reversed: [
                a_block_outside_a_transaction_is_undone_in_one
                a_failing_inverse_is_named_by_the_line_of_the_call
                a_temporary_table_may_have_gone_with_its_connection
                an_error_of_the_upgrade_cannot_be_swallowed
                rows_of_a_table_that_goes_need_no_inverse
                sql_is_undone_by_what_it_says
                what_cannot_be_undone_is_refused_at_its_line
            ]
            routines: [
                a_function_is_created_replaced_and_dropped
                a_trigger_is_created_replaced_and_dropped
            ]
            squashes: [
                a_database_inside_of_a_squash_needs_the_files
                a_program_without_the_squash_goes_on_above_it
                a_squash_can_be_stamped_shown_and_planned
                a_squash_is_reverted_as_a_whole_or_one_by_one
                an_old_program_leaves_a_database_alone_that_counts_a_squash
                old_half_way_and_new_databases_end_alike
                the_history_tells_which_way_a_database_went
                what_ran_in_part_is_not_run_again_by_a_squash
                what_was_reverted_in_part_is_finished_the_same_way
            ]
            stamps: [
                a_stamp_of_where_the_database_stands_writes_nothing
                a_stamp_refuses_targets_that_cover_each_other
                a_stamp_sets_the_rows_and_runs_nothing
                a_stamp_with_purge_forgets_unknown_rows
                after_a_stamp_nothing_below_it_is_out_of_order
            ]
            strange: [
                a_history_beside_no_version_table_is_taken_as_it_is
                a_history_of_another_shape_is_left_alone
                a_version_row_that_is_null_is_refused
                a_version_table_of_another_shape_is_left_alone
                our_version_table_is_alembics
                rows_of_another_tool_are_taken_over_and_noted
                version_rows_of_any_text_are_told_as_they_are
                version_rows_that_stand_there_twice_become_one
            ]
            tables: [
                a_strict_table_checks_its_values
                a_table_has_what_it_was_created_with
                a_table_that_is_dropped_by_its_definition_leaves_nothing_behind
                a_table_that_is_there_is_left_alone_if_so_said
                a_temporary_table_is_seen_by_its_connection_only
                comments_are_kept_or_refused
            ]
            targets: [
                a_branch_goes_up_and_down_alone
                a_downgrade_from_several_heads_must_name_the_branch
                a_target_that_means_nothing_says_what_to_write
            ]
            transactions: [
                a_comment_at_the_end_does_not_swallow_the_next_statement
                a_failure_in_a_joined_run_keeps_the_steps_before_it
                a_plain_connection_inside_a_transaction_is_refused
                a_run_joins_the_applications_transaction
                a_whole_run_is_one_transaction
                a_whole_run_that_fails_keeps_nothing
                a_whole_run_that_joins_a_transaction_keeps_all_or_nothing
                a_whole_run_with_a_deferred_constraint_fails_at_the_commit
                each_migration_is_a_transaction_of_its_own
                sql_that_is_not_closed_is_refused_before_anything_runs
                sql_that_would_end_the_transaction_is_refused_before_anything_runs
                stamp_and_downgrade_join_too
                the_reading_verbs_work_inside_a_transaction
            ]
            values: [
                a_row_may_be_wide_and_mixed
                dates_and_times_of_chrono_come_back
                dates_and_times_of_time_come_back
                decimals_come_back
                documents_come_back
                uuids_come_back
            ]
            undone: [
                every_change_of_a_table_is_undone_without_a_trace
                what_one_database_can_do_is_undone_there_and_refused_elsewhere
            ]
            verbs: [
                a_downgrade_goes_back_step_by_step_and_to_base
                a_merge_point_goes_down_to_its_parents
                a_set_without_revisions_does_nothing_everywhere
                a_target_already_passed_is_nothing_to_do
                an_empty_database_reaches_head
                current_and_history_tell_where_the_database_stands
                each_step_leaves_a_row_in_the_history
                ids_may_be_as_long_as_the_column_is_wide
                the_reading_verbs_work_where_there_are_no_tables
                the_tables_have_the_columns_that_are_documented
                upgrade_twice_changes_nothing
            ]
            views: [
                a_view_is_created_replaced_renamed_and_dropped
                materialized_views_are_filled_and_refreshed
            ]
        }
    };
    ($name:ident: $backend:ident, $($file:ident: [$($check:ident)*])*) => {
        mod $name {$($(
            #[test]
            fn $check() {
                if let Some(backend) = crate::backend::$backend::find() {
                    crate::$file::$check(&backend);
                }
            }
        )*)*}
    };
}

suite!(sqlite: Sqlite);
suite!(postgres: Postgres);
