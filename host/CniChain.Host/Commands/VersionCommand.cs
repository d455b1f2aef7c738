using System.CommandLine;
using System.Reflection;

namespace CniChain.Host.Commands;

/// <summary><c>cnichain version</c>: the product's version and the protocol versions it speaks.</summary>
internal static class VersionCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("version", "Name this program's version and the CNI versions it speaks.");
        var json = new Option<bool>("--json") { Description = "Answer in JSON, with the keys of the CNI verb VERSION." };
        command.Add(json);
        command.SetAction(parsed =>
        {
            var terminal = new Terminal(context, parsed.GetValue(json));
            if (terminal.Json)
            {
                terminal.WriteJson(Write());
            }
            else
            {
                terminal.Line($"cnichain {Product}");
                terminal.Line($"CNI {string.Join(", ", CniVersion.Supported)}");
            }

            return 0;
        });
        return command;
    }

    // Without the commit that the SDK appends after '+'.
    private static string Product =>
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static byte[] Write() => JsonText.WriteObject(
        json =>
        {
            json.WriteString("version", Product);
            json.WriteString("cniVersion", CniVersion.V1_1_0.ToString());
            json.WriteList("supportedVersions", CniVersion.Supported.Select(version => version.ToString()));
        },
        indented: true);
}
