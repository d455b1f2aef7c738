using System.Collections;
using CniChain.Wire;

namespace CniChain.Host;

/// <summary>The caller's environment, put together again from what cnichain handed to this process.</summary>
internal static class CallerVariables
{
    // cnichain sets it for this process.
    private const string Diagnostics = "DOTNET_EnableDiagnostics";

    /// <summary>Reads it.</summary>
    public static Dictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var withheld = new List<(string Name, string Value)>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var (name, value) = ((string)entry.Key, (string?)entry.Value ?? "");
            if (name.StartsWith(CallerEnvironment.Prefix, StringComparison.Ordinal) && name.Length > CallerEnvironment.Prefix.Length)
            {
                withheld.Add((name[CallerEnvironment.Prefix.Length..], value));
            }
            else if (name != Diagnostics)
            {
                variables[name] = value;
            }
        }

        foreach (var (name, value) in withheld)
        {
            variables.TryAdd(name, value);
        }

        return variables;
    }
}
