using CniChain.Testing;

namespace CniChain.Host.Tests;

/// <summary>Every duty of the specification is shown by a test, and the table that says so does not lie.</summary>
public sealed class DutiesTests
{
    private static string Table => File.ReadAllText(Path.Combine(RepositoryPaths.Root, "tests", "duties.md"));

    [Fact]
    public void EveryDuty_HasTestsThatExist()
    {
        var tests = Directory.GetDirectories(Path.Combine(RepositoryPaths.Root, "tests"), "*.Tests")
            .SelectMany(project => Directory.GetFiles(project, "*Tests.cs", SearchOption.AllDirectories))
            .SelectMany(file => DutyTable.TestsOf(File.ReadAllText(file)))
            .ToHashSet();
        Assert.True(tests.Count > 500, $"only {tests.Count} tests were found");

        Assert.Empty(DutyTable.Problems(Table, tests));
    }

    [Fact]
    public void Table_HasEverySectionAndVerb()
    {
        var ids = DutyTable.Ids(Table);

        Assert.True(ids.Count > 120, $"{ids.Count} duties are left");
        Assert.All(
            ["1.1-", "1.2-ADD-", "1.2-DEL-", "1.2-CHECK-", "1.2-STATUS-", "1.2-GC-", "1.2-ALL-", "1.3-", "1.4-", "1.5-", "1.6-", "1.7-"],
            group => Assert.Contains(ids, id => id.StartsWith(group, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("| 1.1-1 | What is owed | |", "1.1-1 has no test")]
    [InlineData("| 1.1-1 | What is owed | later |", "1.1-1 has no test")]
    [InlineData("| 1.1-1 | What is owed | `Some.Test`, `Some.Absent` |", "1.1-1 names Some.Absent")]
    [InlineData("| 1.1-2 | What is owed | `Some.Test` |", "1.1-2 does not follow 1.1-0")]
    [InlineData("| 1.1-1 | What is owed | `Some.Test` |\n| 1.1-1 | Again | `Some.Test` |", "1.1-1 does not follow 1.1-1")]
    [InlineData("| 1.9-1 | What is owed | `Some.Test` |", "no row")]
    [InlineData("| 1.1-1 | `Some.Test` |", "no row")]
    public void Table_ThatLacksSomething_IsFoundOut(string rows, string problem) =>
        Assert.Contains(problem, Assert.Single(DutyTable.Problems(rows, new HashSet<string> { "Some.Test" })), StringComparison.Ordinal);

    [Fact]
    public void Tests_OfAFile_AreThoseThatRun()
    {
        const string Source = """
            public sealed class SomeTests
            {
                [Fact]
                public void One_IsTest() { }

                [Theory]
                [InlineData("[Fact]")]
                public async Task Two_IsTest(string text) { }

                [Fact(Skip = "never")]
                public void Three_IsSkipped() { }

                public void Four_IsNone() { }
            }
            """;

        Assert.Equal(["SomeTests.One_IsTest", "SomeTests.Two_IsTest"], DutyTable.TestsOf(Source));
    }
}
