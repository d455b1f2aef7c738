using System.Globalization;
using Spectre.Console;

namespace CniChain.Host.Commands;

/// <summary>One remembered operation: what, for whom, when, and the waterfall of its steps.</summary>
internal static class OperationView
{
    public static void Write(IAnsiConsole console, TracedOperation operation, bool details)
    {
        console.Write(new Text($"{operation.Verb} {operation.Network} {Subject(operation)}".TrimEnd(), new Style(decoration: Decoration.Bold)));
        console.Write(new Text(
            string.Create(CultureInfo.InvariantCulture, $"  {operation.Started:yyyy-MM-dd HH:mm:ss.fff}Z  trace {operation.TraceId}\n"),
            new Style(Color.Grey)));
        TraceView.Write(console, operation.Spans, details);
        if (operation.Dropped > 0)
        {
            console.WriteLine($"and {operation.Dropped} steps more, which were not kept");
        }

        console.WriteLine();
    }

    private static string Subject(TracedOperation operation)
    {
        var container = operation.ContainerId.Length > 0 ? $"{operation.ContainerId}/{operation.IfName}" : "";
        return operation.Pod.Length > 0 ? $"{container} ({operation.Pod})" : container;
    }
}
