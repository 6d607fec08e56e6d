package io.treadmill.jobs.cli;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import io.treadmill.conf.UserError;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;

/** Runs a query that reads the tables of the lake, and refuses whatever does more. */
final class ReadOnlyQuery {
  private static final String FIRST_WORDS = "(?s)(select|with|show|describe|explain)\\b.*";

  /** Comments before the first word, as Spark's lexer has them: a backslash goes on in a line. */
  private static final String COMMENTS = "^(\\s*--(\\\\\n|[^\r\n])*+(\r?\n|$))*+\\s*+";

  /** Functions that call any method of the process. */
  private static final List<String> CALLING = List.of("reflect", "try_reflect", "java_method");

  private ReadOnlyQuery() {}

  /**
   * Returns the rows of a query.
   *
   * @throws UserError if it does more than read tables (exit 2)
   */
  static Dataset<Row> run(SparkSession spark, String query) throws ParseException {
    var state = ((org.apache.spark.sql.classic.SparkSession) spark).sessionState();
    String text = query.replaceFirst(COMMENTS, "").toLowerCase(Locale.ROOT);
    if (!text.matches(FIRST_WORDS) || doesMore(state.sqlParser().parsePlan(query))) {
      throw UserError.usage(
          "Invalid query: only SELECT, WITH, SHOW, DESCRIBE and EXPLAIN are run; jobs write the"
              + " lake");
    }
    CALLING.forEach(name -> state.functionRegistry().dropFunction(new FunctionIdentifier(name)));
    spark.conf().set("spark.sql.runSQLOnFiles", "false");
    return spark.sql(query);
  }

  private static boolean doesMore(QueryPlan<?> plan) {
    return !plan.getClass().getSimpleName().matches("(Show|Describe|Explain)[A-Z].*")
        && writes(plan);
  }

  private static boolean writes(QueryPlan<?> plan) {
    return plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof InsertIntoDir
        || plan instanceof ScriptTransformation
        || asJava(plan.children()).stream().anyMatch(ReadOnlyQuery::writesBelow)
        || asJava(plan.innerChildren()).stream().anyMatch(ReadOnlyQuery::writesBelow)
        || asJava(plan.expressions()).stream().anyMatch(ReadOnlyQuery::writes);
  }

  private static boolean writesBelow(Object part) {
    return part instanceof QueryPlan<?> plan && writes(plan);
  }

  private static boolean writes(Expression expression) {
    return expression instanceof SubqueryExpression query && writes(query.plan())
        || asJava(expression.children()).stream().anyMatch(ReadOnlyQuery::writes);
  }
}
