using System.Text.Json;

namespace CniChain.Host.Validation;

/// <summary>A configuration file that is JSON, and what is found in it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Json">Its content.</param>
/// <param name="Places">Where its members stand.</param>
/// <param name="Findings">Takes what is found.</param>
internal sealed record ConfigFile(string Path, JsonElement Json, JsonPlaces Places, List<Finding> Findings)
{
    /// <summary>Reads a file. What makes that impossible, and keys given twice, are findings.</summary>
    /// <returns>Null when it cannot be read as a JSON object.</returns>
    public static ConfigFile? Read(string path, List<Finding> findings)
    {
        byte[] utf8;
        try
        {
            utf8 = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add(new Finding(Severity.Error, path, null, "", e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : $"cannot be read: {e.Message}"));
            return null;
        }

        try
        {
            var file = new ConfigFile(path, JsonElement.Parse(utf8), JsonPlaces.Read(utf8), findings);
            foreach (var (member, place, earlier) in file.Places.Duplicates)
            {
                findings.Add(new Finding(
                    Severity.Error, path, place, member, $"\"{member}\" is given before, in line {earlier.Line}; only this one counts, so remove one of them"));
            }

            if (file.Json.ValueKind == JsonValueKind.Object)
            {
                return file;
            }

            file.Error("", $"a JSON {file.Json.ValueKind}, not an object");
        }
        catch (JsonException e)
        {
            findings.Add(new Finding(Severity.Error, path, PlaceOf(e), "", $"not JSON: {Sentence(e)}"));
        }

        return null;
    }

    public void Error(string path, string message) => Add(Severity.Error, path, message);

    public void Warning(string path, string message) => Add(Severity.Warning, path, message);

    public void Note(string path, string message) => Add(Severity.Note, path, message);

    private void Add(Severity severity, string path, string message) => Findings.Add(new Finding(severity, Path, Places.Find(path), path, message));

    private static JsonPlace PlaceOf(JsonException e) => new((int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1);

    // The place follows in its own words, counted from 0.
    private static string Sentence(JsonException e) => e.Message.Split(" LineNumber:")[0].TrimEnd('.');
}
