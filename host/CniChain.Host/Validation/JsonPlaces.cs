using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CniChain.Host.Validation;

/// <summary>Where each member of a JSON document stands in its file, by its path.</summary>
/// <remarks>Paths are matched without regard to case, as keys are; of a key given twice the last counts, as for Go and for us.</remarks>
internal sealed class JsonPlaces
{
    private readonly byte[] _utf8;
    private readonly Dictionary<string, int> _offsets = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string Path, int Offset, int Earlier)> _duplicates = [];

    private JsonPlaces(byte[] utf8) => _utf8 = utf8;

    /// <summary>Members given more than once in one object: the path, the later place, the earlier one.</summary>
    public IEnumerable<(string Path, JsonPlace Place, JsonPlace Earlier)> Duplicates
    {
        get
        {
            foreach (var (path, offset, earlier) in _duplicates)
            {
                yield return (path, At(offset), At(earlier));
            }
        }
    }

    /// <summary>Reads a document's places.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonPlaces Read(byte[] utf8)
    {
        var places = new JsonPlaces(utf8);
        var reader = new Utf8JsonReader(utf8);
        reader.Read();
        places.ReadValue(ref reader, "");
        return places;
    }

    /// <summary>The place of a member, or of the nearest object around it that is there.</summary>
    public JsonPlace Find(string path)
    {
        for (var rest = path; ;)
        {
            if (_offsets.TryGetValue(rest, out var offset))
            {
                return At(offset);
            }

            if (rest.Length == 0)
            {
                return new JsonPlace(1, 1);
            }

            var cut = rest.LastIndexOfAny(['.', '[']);
            rest = cut < 0 ? "" : rest[..cut];
        }
    }

    /// <summary>Line and column of a byte.</summary>
    public JsonPlace At(int offset)
    {
        var before = _utf8.AsSpan(0, Math.Min(offset, _utf8.Length));
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new JsonPlace(before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }

    /// <summary>Places a member stands at by its key, an element of a list by its value.</summary>
    private void ReadValue(ref Utf8JsonReader reader, string path)
    {
        _offsets.TryAdd(path, (int)reader.TokenStartIndex);
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref reader, path);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                ReadValue(ref reader, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"));
            }
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader, string path)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var member = path.Length == 0 ? name : $"{path}.{name}";
            var offset = (int)reader.TokenStartIndex;
            if (!seen.Add(name))
            {
                _duplicates.Add((member, offset, _offsets[member]));
            }

            _offsets[member] = offset;
            reader.Read();
            ReadValue(ref reader, member);
        }
    }
}
