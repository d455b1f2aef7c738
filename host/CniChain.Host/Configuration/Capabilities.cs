using System.Text.Json;

namespace CniChain.Host;

/// <summary>
/// The outer runtime hands our entry only the capability arguments that this entry declares, so it must declare what any plugin
/// inside does. One that is forgotten is not seen anywhere: the port is just not published.
/// </summary>
internal static class Capabilities
{
    /// <summary>One sentence for each capability that a plugin of the chain declares and the entry around it does not.</summary>
    /// <param name="outer">Our entry.</param>
    /// <param name="chain">The chain in it.</param>
    public static IReadOnlyList<string> Undeclared(JsonElement outer, ChainDefinition chain)
    {
        var declared = new HashSet<string>(RuntimeShare.Declared(outer), StringComparer.OrdinalIgnoreCase);
        var sentences = new List<string>();
        foreach (var entry in chain.Entries)
        {
            if (entry.Verbatim)
            {
                continue;
            }

            foreach (var name in RuntimeShare.Declared(entry.Json))
            {
                if (declared.Add(name))
                {
                    sentences.Add(
                        $"{entry.Type} asks for the capability \"{name}\", but the entry around the chain does not declare it, so the runtime "
                        + $"will not send it: add \"capabilities\": {{ \"{name}\": true }} beside \"type\": \"{ChainReader.OwnType}\"");
                }
            }
        }

        return sentences;
    }
}
