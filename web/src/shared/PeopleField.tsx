import { useId } from 'react';

interface PeopleFieldProps {
  readonly label: string;
  /** Of the brief, where the policy is by roles. */
  readonly roles?: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Who is asked when a review is opened again, as it is written: empty, addresses, or addresses by role. */
export function PeopleField({ label, roles = [], value, onChange }: PeopleFieldProps) {
  const id = useId();
  const example = roles.length > 0 ? roles.map((role) => `${role}: eva@example.com`).join('; ') : ['eva@example.com', 'bo@example.com'].join(', ');
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={example}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </>
  );
}
