package io.treadmill.lab.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB over JDBC, in the process of the caller. */
final class DuckDbEngine implements BenchEngine {
  private final Connection connection;
  private final List<String> statements;

  DuckDbEngine(String folder, int threads, BenchQuery.Order order) throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    statements = BenchQuery.statements(folder, order);
    try (Statement statement = connection.createStatement()) {
      statement.execute("set threads = " + threads);
      statement.execute("set preserve_insertion_order = false");
    }
  }

  @Override
  public void run() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public List<Double> sums() throws SQLException {
    List<Double> sums = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      for (String sql : BenchQuery.checks()) {
        try (ResultSet result = statement.executeQuery(sql)) {
          result.next();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            sums.add(result.getDouble(i));
          }
        }
      }
    }
    return sums;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
